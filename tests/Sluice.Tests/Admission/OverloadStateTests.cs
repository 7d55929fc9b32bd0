using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Admission;

namespace Sluice.Tests.Admission;

public sealed class OverloadStateTests
{
    private static readonly LoadSample Room = LoadSample.None;
    private static readonly LoadSample Full = new(TimeSpan.FromSeconds(2), 1, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new();
    private readonly OverloadState _state;

    public OverloadStateTests() => _state = new OverloadState(new AdmissionOptions(), _time);

    [Fact]
    public void A_node_is_overloaded_when_it_was_full_for_10_seconds()
    {
        Assert.Empty(ObserveFor(9, Full));
        Assert.Null(_state.Lack);

        Assert.Equal([1], ObserveFor(5, Full));

        Assert.Equal("frames wait too long", _state.Lack);
    }

    [Fact]
    public void A_moment_of_room_begins_the_10_seconds_anew()
    {
        ObserveFor(9, Full);
        ObserveFor(1, Room);

        Assert.Equal([10], ObserveFor(12, Full));
    }

    [Fact]
    public void An_overloaded_node_takes_streams_again_when_it_had_room_for_5_seconds()
    {
        ObserveFor(11, Full);
        ObserveFor(4, Room);
        ObserveFor(1, Full);

        Assert.Equal([5], ObserveFor(8, Room));
        Assert.Null(_state.Lack);
    }

    [Theory]
    [InlineData(1.0, 1.0, 0.0, "frames wait too long")]
    [InlineData(0.9, 1.0, 0.0, null)]
    // Workers are free: one stream asks for more than its frames can get one after the other.
    [InlineData(60.0, 0.5, 0.0, null)]
    [InlineData(0.0, 0.0, 1.0, "the store is too slow")]
    [InlineData(0.0, 0.0, 0.9, null)]
    public void Full_means_that_work_waits_for_what_is_busy(double frames, double busy, double writes, string? lack) =>
        Assert.Equal(
            lack,
            new LoadSample(TimeSpan.FromSeconds(frames), busy, TimeSpan.FromSeconds(writes)).Lack(TimeSpan.FromSeconds(1)));

    [Fact]
    public void Full_means_too_that_more_is_said_than_is_recognised() =>
        Assert.Equal(
            "more is said than can be recognised",
            (LoadSample.None with { SpeechIsFull = true }).Lack(TimeSpan.FromSeconds(1)));

    [Fact]
    public void Every_setting_that_is_out_of_range_is_named()
    {
        var options = new AdmissionOptions
        {
            MaxWait = TimeSpan.Zero,
            FullFor = TimeSpan.FromMinutes(11),
            RoomFor = TimeSpan.FromSeconds(-1),
            MaxStreams = -1,
        };

        var failures = new AdmissionOptionsValidator().Validate(null, options).Failures!;

        Assert.Equal(
            ["Sluice:Admission:MaxWait", "Sluice:Admission:FullFor", "Sluice:Admission:RoomFor", "Sluice:Admission:MaxStreams"],
            failures.Select(failure => failure[..failure.IndexOf(": must", StringComparison.Ordinal)]));
        Assert.True(new AdmissionOptionsValidator().Validate(null, new AdmissionOptions()).Succeeded);
    }

    /// <summary>Observes once a second, first a second from now. Returns the seconds, from 0 on, at which the state changed.</summary>
    private List<int> ObserveFor(int seconds, LoadSample sample)
    {
        var changes = new List<int>();
        for (var second = 0; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (_state.Observe(sample))
            {
                changes.Add(second);
            }
        }

        return changes;
    }
}
