using Microsoft.Extensions.Time.Testing;
using Sluice.Protocol;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Verdicts;

public class FloodControlTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void At_most_so_many_of_a_label_pass_in_any_minute()
    {
        var floods = new FloodControl(3, _time);
        var passed = new List<int>();
        for (var second = 0; second < 125; second++)
        {
            if (floods.TryPass(Results.Of(Results.Label("a"))))
            {
                passed.Add(second);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 1, 2, 60, 61, 62, 120, 121, 122], passed);
    }

    [Fact]
    public void Labels_are_counted_apart_by_all_three_words()
    {
        var floods = new FloodControl(1, _time);
        Assert.True(floods.TryPass(Results.Of(Results.Label("a", "x"))));
        Assert.True(floods.TryPass(Results.Of(Results.Label("a", "y"))));
        Assert.True(floods.TryPass(Results.Of(Results.Label("b", "x"))));
        Assert.False(floods.TryPass(Results.Of(Results.Label("a", "x"))));
    }

    [Fact]
    public void A_rise_of_the_same_label_passes_and_the_fall_after_it_does_not()
    {
        var floods = new FloodControl(1, _time);
        Assert.True(floods.TryPass(Results.Of(Results.Label("a"))));
        Assert.True(floods.TryPass(Results.Of(Results.Label("a", level: RiskLevel.Reject))));
        Assert.False(floods.TryPass(Results.Of(Results.Label("a"))));
        Assert.False(floods.TryPass(Results.Of(Results.Label("a", level: RiskLevel.Reject))));

        var risen = new FloodControl(1, _time);
        Assert.True(risen.TryPass(Results.Of(Results.Label("a", level: RiskLevel.Reject))));
        Assert.False(risen.TryPass(Results.Of(Results.Label("a"))));
    }

    [Fact]
    public void A_label_that_is_new_passes_together_with_one_that_is_not()
    {
        var floods = new FloodControl(1, _time);
        Assert.True(floods.TryPass(Results.Of(Results.Label("a"))));
        Assert.True(floods.TryPass(Results.Of(Results.Label("a"), Results.Label("b"))));
        Assert.False(floods.TryPass(Results.Of(Results.Label("a"), Results.Label("b"))));
    }

    [Fact]
    public void Without_a_limit_all_pass()
    {
        var floods = new FloodControl(0, _time);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(floods.TryPass(Results.Of(Results.Label("a")))));
    }

    [Fact]
    public void More_labels_than_are_counted_pass_and_take_no_room()
    {
        var floods = new FloodControl(1, _time);
        for (var i = 0; i < 256; i++)
        {
            Assert.True(floods.TryPass(Results.Of(Results.Label($"l{i}"))));
        }

        Assert.True(floods.TryPass(Results.Of(Results.Label("more"))));
        Assert.True(floods.TryPass(Results.Of(Results.Label("more"))));
        Assert.False(floods.TryPass(Results.Of(Results.Label("l7"))));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(floods.TryPass(Results.Of(Results.Label("more"))));
        Assert.False(floods.TryPass(Results.Of(Results.Label("more"))));
    }
}
