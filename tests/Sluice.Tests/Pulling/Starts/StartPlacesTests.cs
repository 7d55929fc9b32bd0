using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Tests.Pulling.Starts;

public class StartPlacesTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_start_as_there_are_places_and_the_others_in_their_order()
    {
        var places = new StartPlaces(2, _time);
        var first = await EnterAsync(places);
        await EnterAsync(places);
        var third = EnterAsync(places);
        var fourth = EnterAsync(places);
        Assert.Equal((false, 2), (third.IsCompleted, places.Waiting));

        first.Release();
        first.Release();
        (await third).Release();
        await fourth;

        Assert.Equal(0, places.Waiting);
    }

    [Fact]
    public async Task A_stream_that_waits_gives_up_at_once_and_takes_nobodys_place()
    {
        var places = new StartPlaces(1, _time);
        var first = await EnterAsync(places);
        using var stop = new CancellationTokenSource();
        var second = places.EnterAsync(isTrial: false, stop.Token);
        var third = EnterAsync(places);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal((false, 1), (third.IsCompleted, places.Waiting));

        first.Release();
        await third;
    }

    [Fact]
    public async Task A_stream_that_was_closed_before_gets_no_place()
    {
        var places = new StartPlaces(1, _time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => places.EnterAsync(isTrial: false, new CancellationToken(canceled: true)));

        await EnterAsync(places);
    }

    [Fact]
    public async Task Slow_starts_leave_fewer_places_and_quick_ones_bring_them_back()
    {
        var places = new StartPlaces(4, _time);
        await StartAsync(places, StartLimit.Slow);
        await StartAsync(places, StartLimit.Slow);
        Assert.Equal(1, places.Places);
        var only = await EnterAsync(places);
        var (second, third) = (EnterAsync(places), EnterAsync(places));
        Assert.False(second.IsCompleted);

        // One place more: two go on where one was.
        only.OnStarted(_time.GetTimestamp());

        Assert.Equal(2, places.Places);
        await second;
        await third;
    }

    [Fact]
    public async Task Streams_that_begin_go_before_trials()
    {
        var places = new StartPlaces(1, _time);
        var first = await EnterAsync(places);
        var trial = places.EnterAsync(isTrial: true, Cancellation);
        var stream = EnterAsync(places);

        first.Release();
        var begun = await stream;
        Assert.False(trial.IsCompleted);

        begun.Release();
        await trial;
    }

    [Fact]
    public async Task No_trial_begins_while_a_stream_waits()
    {
        var places = new StartPlaces(1, _time);
        var first = await EnterAsync(places);
        var second = EnterAsync(places);
        Assert.Null(places.TryBeginTrial());

        first.Release();
        await second;

        Assert.NotNull(places.TryBeginTrial());
    }

    [Fact]
    public async Task No_trial_begins_for_a_while_after_a_slow_start_and_then_only_as_many_as_there_are_places()
    {
        var places = new StartPlaces(4, _time);
        await StartAsync(places, StartLimit.Slow);
        Assert.Null(places.TryBeginTrial());

        _time.Advance(StartLimit.Strain);
        var trial = places.TryBeginTrial();
        Assert.NotNull(places.TryBeginTrial());
        Assert.Null(places.TryBeginTrial());

        trial!.Dispose();
        trial.Dispose();
        Assert.NotNull(places.TryBeginTrial());
        Assert.Null(places.TryBeginTrial());
    }

    private static Task<StartPlace> EnterAsync(StartPlaces places) => places.EnterAsync(isTrial: false, Cancellation);

    private async Task StartAsync(StartPlaces places, TimeSpan took)
    {
        var place = await EnterAsync(places);
        var began = _time.GetTimestamp();
        _time.Advance(took);
        place.OnStarted(began);
    }
}
