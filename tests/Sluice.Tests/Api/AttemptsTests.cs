using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Api.Calls;
using Sluice.Server.Storage;

namespace Sluice.Tests.Api;

/// <summary>Protocol §1: 3 s for an attempt, one automatic retry, then 1903, at most 6.5 s in all.</summary>
public sealed class AttemptsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_attempt_that_fails_is_made_once_more()
    {
        using var attempts = new Attempts(_time);
        var made = 0;
        Assert.Equal(7, await attempts.RunAsync(_ => ++made == 1 ? throw new StoreException("locked") : Task.FromResult(7)));
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task Two_failures_are_a_service_failure()
    {
        using var attempts = new Attempts(_time);
        var made = 0;
        await Assert.ThrowsAsync<ServiceFailureException>(() => attempts.RunAsync<int>(_ => throw new StoreException($"locked {++made}")));
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_given_up_after_3_seconds_and_the_call_within_6_and_a_half()
    {
        using var attempts = new Attempts(_time);
        var began = _time.GetUtcNow();
        var made = 0;
        var call = attempts.RunAsync(_ =>
        {
            made++;
            return new TaskCompletionSource<int>().Task;
        });
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(1, made);
        while (!call.IsCompleted && _time.GetUtcNow() - began < TimeSpan.FromSeconds(7))
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<ServiceFailureException>(() => call);
        Assert.Equal(2, made);
        Assert.InRange((_time.GetUtcNow() - began).TotalSeconds, 5.9, 6.5);
    }

    [Fact]
    public async Task Each_operation_of_a_call_has_its_own_3_seconds()
    {
        using var attempts = new Attempts(_time);
        var first = new TaskCompletionSource<int>();
        var one = attempts.RunAsync(_ => first.Task);
        _time.Advance(TimeSpan.FromSeconds(2));
        first.SetResult(1);
        Assert.Equal(1, await one);

        var second = new TaskCompletionSource<int>();
        var made = 0;
        var two = attempts.RunAsync(_ =>
        {
            made++;
            return second.Task;
        });
        _time.Advance(TimeSpan.FromSeconds(2.9));
        second.SetResult(2);
        Assert.Equal(2, await two);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task After_the_whole_time_nothing_is_waited_for()
    {
        using var attempts = new Attempts(_time);
        Assert.Equal(1, await attempts.RunAsync(_ => Task.FromResult(1)));
        _time.Advance(Attempts.Whole);
        await Assert.ThrowsAsync<ServiceFailureException>(
            () => attempts.RunAsync(_ => new TaskCompletionSource<int>().Task).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }
}
