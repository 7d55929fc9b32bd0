using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

public class StepCounterTests
{
    [Theory]
    [InlineData(null, "111111")]
    [InlineData(1, "111111")]
    [InlineData(2, "101010")]
    [InlineData(3, "100100")]
    public void A_detectStep_of_n_moderates_every_nth_frame_the_first_included(int? step, string expected) =>
        Assert.Equal(expected, Take(StepCounter.EveryNth(step)));

    [Theory]
    [InlineData(0, "111111")]
    [InlineData(1, "101010")]
    [InlineData(2, "100100")]
    public void An_audioDetectStep_of_n_moderates_one_segment_and_skips_n(int skip, string expected) =>
        Assert.Equal(expected, Take(StepCounter.OneThenSkip(skip)));

    private static string Take(StepCounter counter) =>
        string.Concat(Enumerable.Range(0, 6).Select(_ => counter.Take() ? '1' : '0'));
}
