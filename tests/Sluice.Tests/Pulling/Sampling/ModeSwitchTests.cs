using System.Collections.Concurrent;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;
using Sluice.SystemTests.Order;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>Real pulls of live sources whose keyframes call for one mode or the other, or change their mind.</summary>
[TakesSeconds(55)]
public class ModeSwitchTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private const string Often = "gte(t,n_forced*0.5)";

    // Each is made once.
    private static readonly ConcurrentDictionary<(string Keyframes, int BFrames), Lazy<Task<byte[]>>> Programmes = new();

    private const int Seconds = 30;

    // Of such a programme.
    private const double Latest = 27;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Keyframes_that_do_are_soon_all_that_is_decoded_and_nobody_notices() => Task.WhenAll(
        SwitchesAsync(hasCache: true, startsAtZero: false),
        SwitchesAsync(hasCache: true, startsAtZero: true),
        SwitchesAsync(hasCache: false, startsAtZero: false));

    [Fact]
    public async Task A_source_whose_keyframes_become_rare_is_decoded_in_full_again()
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync("if(lt(t,6),gte(t,n_forced*0.5),0)", 0);
        var request = Request(source);

        await PullAsync(bench, source, request, 13, () => source.Contacts == 3 && request.Sampling.Mode == SamplingMode.AllButBidirectional);

        Assert.Equal(SamplingMode.AllButBidirectional, request.Sampling.Mode);
        Assert.Equal(3, source.Contacts);
        AssertWhole(bench.Sink, source);
    }

    [Fact]
    public async Task With_B_frames_it_stays_as_it_began()
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync(Often, 3);
        var request = Request(source);

        await PullAsync(bench, source, request, 6);

        Assert.Equal(SamplingMode.AllButBidirectional, request.Sampling.Mode);
        Assert.Equal(1, source.Contacts);
        AssertWhole(bench.Sink, source);
    }

    [Fact]
    public async Task A_source_that_refuses_a_second_player_is_left_as_it_is_for_a_while()
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync(Often, 0, most: 1);
        var request = Request(source);

        await PullAsync(bench, source, request, 8, () => source.Contacts == 2);

        Assert.Equal(SamplingMode.AllButBidirectional, request.Sampling.Mode);
        Assert.Equal(2, source.Contacts);
        AssertWhole(bench.Sink, source);
    }

    [Fact]
    public async Task When_slots_are_missed_and_a_second_player_is_refused_the_first_makes_way()
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync("if(lt(t,2),gte(t,n_forced*0.5),0)", 0, most: 1);
        var request = Request(source);
        request.Sampling.OnKeyframesDo();

        await PullAsync(bench, source, request, 9, () => source.Contacts >= 3 && request.Sampling.Mode == SamplingMode.AllButBidirectional);

        Assert.Equal(SamplingMode.AllButBidirectional, request.Sampling.Mode);
        Assert.True(source.Contacts >= 3);

        // What the source kept for the one that came has what the first did not show, and what it showed is not seen again.
        var told = Tell(bench.Sink, source);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.35, 2));
        Assert.InRange(told[^1], 3, Seconds);
    }

    private async Task SwitchesAsync(bool hasCache, bool startsAtZero)
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync(Often, 0, hasCache, startsAtZero);
        var request = Request(source);

        await PullAsync(bench, source, request, 8.5, () => request.Sampling.Mode == SamplingMode.Keyframes);

        Assert.Equal(SamplingMode.Keyframes, request.Sampling.Mode);
        Assert.Equal(2, source.Contacts);
        AssertWhole(bench.Sink, source);

        // What both children were sent for the time of the change; the little more is how it is wrapped.
        Assert.InRange(bench.Sink.Bytes, source.Sent * 0.9, (source.Sent * 1.2) + 2000);
    }

    private static PullRequest Request(LiveFlvSource source) => new("s", source.Url, 1, true);

    private async Task<LiveFlvSource> SourceAsync(
        string keyframes, int bFrames, bool hasCache = true, bool startsAtZero = false, int most = int.MaxValue)
    {
        var flv = await Programmes.GetOrAdd((keyframes, bFrames), made => new(() => MakeAsync(made.Keyframes, made.BFrames))).Value;
        return new LiveFlvSource(flv) { HasCache = hasCache, StartsAtZero = startsAtZero, MostPlayers = most };
    }

    private async Task<byte[]> MakeAsync(string keyframes, int bFrames)
    {
        var name = $"{Guid.NewGuid():N}.flv";
        await media.RunAsync(
            $"{ToldTime.Inputs(Seconds)} -c:v libx264 -preset ultrafast -g 1000 -force_key_frames expr:{keyframes} -sc_threshold 0 -bf {bFrames} -pix_fmt yuv420p -c:a aac {name}");
        return await File.ReadAllBytesAsync(Path.Combine(media.Folder, name), Cancellation);
    }

    // Stopped, not left to end: an end is another matter. A busy machine may come to what is awaited some seconds later.
    private static async Task PullAsync(PullerBench bench, LiveFlvSource source, PullRequest request, double seconds, Func<bool>? awaited = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var pull = bench.Puller.PullAsync(request, bench.Sink, stop.Token);
        await Task.WhenAny(pull, bench.Sink.FirstFrame);
        await Task.WhenAny(pull, bench.Sink.FrameAtAsync(source.Began.AddSeconds(seconds)));
        while (awaited?.Invoke() == false && ++seconds <= Latest)
            await Task.WhenAny(pull, bench.Sink.FrameAtAsync(source.Began.AddSeconds(seconds)));
        await stop.CancelAsync();

        var end = await pull;
        Tell(bench.Sink, source);
        Assert.Equal(PullCause.Stopped, end.Cause);
        Assert.Empty(PullerBench.ChildrenOf(source.Address));
    }

    // The seconds that the frames show.
    private static List<double> Tell(RecordingSink sink, LiveFlvSource source)
    {
        var told = sink.Frames.Select(f => ToldTime.OfFrame(f.Jpeg)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(
            " ", told.Zip(sink.Frames, (t, f) => $"{t:0.00}{(f.CapturedAt - source.Began).TotalSeconds - t:+0.00;-0.00}")));
        return told;
    }

    private static void AssertWhole(RecordingSink sink, LiveFlvSource source)
    {
        // A frame for every second, none twice; on a busy machine some are captured late, but not most.
        var told = Tell(sink, source);
        var late = sink.Frames.Select((f, i) => (f.CapturedAt - source.Began).TotalSeconds - told[i]).ToList();
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.35, 2));
        Assert.InRange(told.Count, told[^1] - told[0] - 0.2, told[^1] - told[0] + 2.1);
        Assert.InRange(late.Order().ElementAt(late.Count / 2), -0.2, 0.8);

        // All of the sound, one piece after the other.
        var pcm = sink.Pcm.ToArray().AsSpan();
        var half = pcm.Length / 32_000.0 < 1 ? throw new InvalidOperationException("no sound") : 16_000;
        var length = ToldTime.OfSound(pcm[^half..]) - ToldTime.OfSound(pcm[..half]);
        Assert.InRange(length - ((pcm.Length - half) / 32_000.0), -0.15, 0.15);
    }
}
