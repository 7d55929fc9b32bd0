using Sluice.Server.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Sampling;

public class KeyframeWatchTests
{
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(3);

    [Fact]
    public void Keyframes_do_once_three_distances_of_at_most_a_slot_are_known()
    {
        var watch = Watch(0, 2, 4);
        Assert.False(watch.KeyframesDo(Slot));

        watch.Add(At(6));

        Assert.True(watch.KeyframesDo(Slot));
        Assert.False(watch.KeyframesFail(Slot));
        Assert.Equal(TimeSpan.FromSeconds(2), watch.Gop);
    }

    [Fact]
    public void A_distance_of_exactly_a_slot_does_and_a_longer_one_fails_at_once()
    {
        var watch = Watch(0, 3, 6, 9);
        Assert.True(watch.KeyframesDo(Slot));

        watch.Add(At(12.001));

        Assert.True(watch.KeyframesFail(Slot));
        Assert.False(watch.KeyframesDo(Slot));
    }

    [Fact]
    public void Old_distances_are_forgotten()
    {
        var watch = Watch(0, 10, 12, 14, 16);

        Assert.True(watch.KeyframesDo(Slot));
    }

    [Fact]
    public void Keyframes_that_are_decoded_before_they_are_shown_fail()
    {
        var watch = Watch(0, 2, 4);

        watch.Add(new Keyframe(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5.933)));

        Assert.True(watch.KeyframesFail(Slot));
        Assert.False(watch.KeyframesDo(Slot));
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(100_000)]
    public void A_jump_of_the_timestamps_is_no_distance(double to)
    {
        var watch = Watch(0, 2, 4, 6);

        watch.Add(At(to));
        Assert.False(watch.KeyframesDo(Slot));
        Assert.False(watch.KeyframesFail(Slot));

        watch.Add(At(to + 2));
        watch.Add(At(to + 4));
        watch.Add(At(to + 6));
        Assert.True(watch.KeyframesDo(Slot));
    }

    private static KeyframeWatch Watch(params ReadOnlySpan<double> seconds)
    {
        var watch = new KeyframeWatch();
        foreach (var second in seconds)
            watch.Add(At(second));
        return watch;
    }

    private static Keyframe At(double seconds) => new(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds));
}
