using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Sampling;

public class SamplingMemoryTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_stream_begins_with_the_mode_that_fills_every_slot_and_may_change_at_once()
    {
        var memory = new SamplingMemory();

        Assert.Equal(SamplingMode.AllButBidirectional, memory.Mode);
        Assert.True(memory.MayTryKeyframes(_time));

        memory.OnKeyframesDo();
        Assert.Equal(SamplingMode.Keyframes, memory.Mode);
    }

    [Fact]
    public void Each_failure_doubles_the_pause_up_to_an_hour()
    {
        var memory = new SamplingMemory();
        memory.OnKeyframesDo();
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 })
        {
            memory.OnKeyframesFail(_time);

            Assert.Equal(SamplingMode.AllButBidirectional, memory.Mode);
            _time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.False(memory.MayTryKeyframes(_time));
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(memory.MayTryKeyframes(_time));
        }
    }
}
