using System.Buffers;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>What the sink gets where one child's media goes on in another's place.</summary>
public sealed class JoinedMediaTests : IDisposable
{
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(3);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();
    private readonly MediaLane _first = new(SamplingMode.AllButBidirectional);
    private readonly MediaLane _second = new(SamplingMode.Keyframes);
    private readonly JoinedMedia _media;

    public JoinedMediaTests() =>
        _media = new JoinedMedia(Slot, new JoinClock(_time), _sink, new PullMetrics(_services.GetRequiredService<IMeterFactory>()));

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Sound_that_another_child_gave_is_not_given_again()
    {
        Sound(_first, 0, 1);
        Sound(_second, 0.6, 0.3);
        Sound(_second, 0.9, 0.3);
        Sound(_second, 1.2, 0.3);

        Assert.Equal(1.5, _sink.SoundSeconds, 3);
    }

    [Fact]
    public void Sound_whose_timestamps_jump_back_is_given()
    {
        Sound(_first, 100, 1);
        Sound(_second, 0, 1);

        Assert.Equal(2, _sink.SoundSeconds, 3);
    }

    [Fact]
    public void A_slot_of_which_another_child_gave_the_frame_is_passed_over()
    {
        Frame(_first, 0.5);
        Frame(_first, 3);
        Frame(_second, 5.9);
        Frame(_second, 6);

        Assert.Equal(3, _sink.Frames.Count);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0.15, 2)]
    public void The_same_frame_is_not_given_twice_though_its_time_was_only_measured(double error, int frames)
    {
        // It is the first of the second child's slots, and by what was measured 0.1 s later than it was.
        (_second.Shift, _second.ShiftError) = (TimeSpan.FromSeconds(6.1), TimeSpan.FromSeconds(error));
        Frame(_first, 3);
        Frame(_first, 6);

        Frame(_second, 0);

        Assert.Equal(frames, _sink.Frames.Count);
    }

    [Fact]
    public void Another_childs_zero_is_a_slots_beginning_shortly_before_what_was_given()
    {
        Assert.Equal(TimeSpan.Zero, _media.LatestSlot(_first));

        _first.Shift = TimeSpan.FromSeconds(-2);
        Frame(_first, 3001.2);

        Assert.Equal(TimeSpan.FromSeconds(2997), _media.LatestSlot(_first));
    }

    private void Sound(MediaLane lane, double pts, double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _media.AddSound(lane, TimeSpan.FromSeconds(pts), new byte[SoundFormat.Bytes(TimeSpan.FromSeconds(seconds))]);
    }

    private void Frame(MediaLane lane, double pts) => _media.AddFrame(lane, TimeSpan.FromSeconds(pts), ArrayPool<byte>.Shared.Rent(16), 1);
}
