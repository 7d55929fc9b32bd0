using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;
using Sluice.Tests.Pulling.Mutants;
using Sluice.Tests.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Matrix;

/// <summary>
/// Live sources of every kind from real servers, with frequent and with rare keyframes, with and without B-frames. What was
/// captured is known by what it shows. On a busy machine some of it is captured late, but not most.
/// </summary>
[Collection(QuietProcess.Name)]
public class SourceMatrixTests(MatrixRun run) : IClassFixture<MatrixRun>
{
    // With B-frames that are not decoded, every fourth frame is left.
    private const double Rounding = 0.2;

    // A quiet machine has no time in less than this share of it.
    private const double BusyFrom = 0.02;

    public static TheoryData<Transport, string> Steady => MatrixRun.Steady;

    public static TheoryData<Transport> Transports => [.. Enum.GetValues<Transport>()];

    [Theory]
    [MemberData(nameof(Steady))]
    public void Every_slot_has_its_frame_and_none_has_two(Transport transport, string programme)
    {
        var one = Show(transport, programme);

        Assert.Equal((PullCause.Stopped, true), (one.End!.Cause, one.Told.Count > 5));
        Assert.Equal(Enumerable.Range(0, one.Told.Count), Slots(one.Told, Origin(one)));
    }

    [Theory]
    [MemberData(nameof(Steady))]
    public void Keyframes_alone_are_decoded_where_they_fill_every_slot_in_time(Transport transport, string programme)
    {
        var keyframesDo = MatrixRun.KeyframesDo.Contains(programme);

        var mode = run[transport, programme].Mode;
        TestContext.Current.TestOutputHelper?.WriteLine($"{mode}, stalled {run.Stalled:0.000}");

        // While the machine is slow to start children nobody tries.
        if (mode == SamplingMode.Keyframes || run.Stalled < BusyFrom)
            Assert.Equal(keyframesDo ? SamplingMode.Keyframes : SamplingMode.AllButBidirectional, mode);
    }

    [Theory]
    [MemberData(nameof(Steady))]
    public void Most_frames_are_captured_at_the_right_time_within_a_tenth_of_a_second(Transport transport, string programme)
    {
        var late = Show(transport, programme).Late;

        // HLS is late by its segments; its frames keep their distance.
        var steps = late.Zip(late.Skip(1), (one, next) => Math.Abs(next - one)).ToList();
        Assert.InRange(Quantile(steps, 0.6), 0, 0.1);
        if (transport is Transport.Rtmp or Transport.HttpFlv)
            Assert.InRange(Quantile(late, 0.5), -0.1, 0.1);
    }

    [Theory]
    [MemberData(nameof(Steady))]
    public void A_frame_is_in_the_sink_soon_after_it_was_sent(Transport transport, string programme)
    {
        if (transport is not (Transport.Rtmp or Transport.HttpFlv))
            return;

        var one = Show(transport, programme);
        Assert.InRange(Quantile(one.Lag, 0.5), -0.1, 0.5);

        // What the source had kept when the pull began is older. What the machine had no time for is late by as much, here and in the child.
        var lag = one.Lag.Select((lag, i) => (Sent: one.Sink.FrameArrivals[i].AddSeconds(-lag), Own: lag - (2 * one.Stalled[i])));
        Assert.InRange(Quantile([.. lag.Where(frame => frame.Sent > one.Sink.FrameArrivals[0]).Select(frame => frame.Own)], 0.95), -60, 0.5);
    }

    [Theory]
    [MemberData(nameof(Steady))]
    public void All_of_the_sound_is_heard_once(Transport transport, string programme)
    {
        var sink = run[transport, programme].Sink;
        if (programme == "mute")
        {
            Assert.Equal((true, false), sink.Opened);
            Assert.Empty(sink.Pcm);
            return;
        }

        var pcm = sink.Pcm.ToArray().AsSpan();
        Assert.True(pcm.Length > 10 * SoundFormat.BytesPerSecond, "no sound");
        var half = SoundFormat.BytesPerSecond / 2;
        var told = ToldTime.OfSound(pcm[^half..]) - ToldTime.OfSound(pcm[..half]);
        Assert.InRange(told - ((pcm.Length - half) / (double)SoundFormat.BytesPerSecond), -0.15, 0.15);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public void Keyframes_that_become_rare_cost_no_slot_that_can_be_had(Transport transport)
    {
        var one = Show(transport, MatrixRun.Rare);

        Assert.Equal((PullCause.Stopped, SamplingMode.AllButBidirectional), (one.End!.Cause, one.Mode));

        // At last all are decoded again, and a slot begins with its frame.
        var origin = one.Told[^1] - (MatrixCase.Slot * Math.Ceiling((one.Told[^1] - one.Told[0] - Rounding) / MatrixCase.Slot));
        var slots = Slots(one.Told, origin);
        if (transport != Transport.Rtmp)
        {
            Assert.Equal(Enumerable.Range(0, slots.Count), slots);
            return;
        }

        // This server keeps nothing for new players. Until its next keyframe there is nothing to be had; after it all is there again. A
        // busy machine may have begun when keyframes were rare already.
        var missed = Enumerable.Range(0, slots[^1]).Except(slots).Select(slot => origin + (MatrixCase.Slot * slot));
        Assert.Equal(slots.Distinct().Order(), slots);
        var last = Math.Max(Programme.BecomesRare, one.Told[0]);
        Assert.All(missed, begins => Assert.InRange(begins, last - Rounding, last + Programme.RareGop - MatrixCase.Slot + Rounding));
    }

    // The first slot begins with the media, which may be sound. All are decoded at first, so the second begins with its frame.
    private static double Origin(MatrixCase one) => one.Told[1] - MatrixCase.Slot;

    private static List<int> Slots(IReadOnlyList<double> told, double origin) =>
        [.. told.Select((t, i) => i == 0 && t < origin + MatrixCase.Slot ? 0 : (int)Math.Floor((t - origin + Rounding) / MatrixCase.Slot))];

    private static double Quantile(IReadOnlyList<double> values, double share) => values.Order().ElementAt((int)(values.Count * share));

    private MatrixCase Show(Transport transport, string programme)
    {
        var one = run[transport, programme];
        TestContext.Current.TestOutputHelper?.WriteLine(one.ToString());
        return one;
    }
}
