using System.Collections.Concurrent;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Order;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Receivers;

[TakesSeconds(45)]
public sealed class DeliveryTests
{
    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Cached = TimeSpan.FromSeconds(2);

    private static readonly string[] ShortBreaker =
    [
        "Sluice:Callbacks:Timeout=00:00:01", "Sluice:Callbacks:BreakerDelay=00:00:00.1", "Sluice:Callbacks:BreakerMaxDelay=00:00:00.2",
        "Sluice:Streams:DrainFor=00:01:00",
    ];

    [Fact]
    public async Task A_receiver_that_is_down_for_longer_than_the_schedule_loses_nothing_that_a_replay_does_not_bring()
    {
        using var data = new TemporaryFolder();
        await using var source = new LoopSource(await FlvClip.MakeAsync(), Cached);
        using var down = new ClosedPort();
        await using var server = await SluiceProcess.StartAsync(data.Path, [.. ShortBreaker, .. Retries(2)]);
        var accessKey = await SluiceProgram.CreateWideKeyAsync(data.Path);
        var id = await SubmitAsync(server, accessKey, source, $"http://127.0.0.1:{down.Number}");

        // 1. It is down until results are given up, and back while the stream still runs.
        await Eventually.BeTrueAsync(
            async () => (await OwedChecks.HoldAsync(server, accessKey, id)).Any(callback => callback.State == "dead"), PlaysWithin, "a result is given up");
        down.Dispose();
        await using var back = await CallbackReceiver.StartAsync(down.Number);
        await Eventually.BeTrueAsync(
            async () => (await OwedChecks.HoldAsync(server, accessKey, id)).Any(callback => callback.State == "delivered"), PlaysWithin, "a result is delivered");

        // 2. The end comes, last.
        var listed = await CloseAsync(server, accessKey, id);
        EndIsLast(back.Calls);
        Assert.All(listed.Where(callback => callback.Kind == "end"), end => Assert.Equal("delivered", end.State));
        Assert.Equal(
            listed.Where(callback => callback.State == "delivered").Select(callback => callback.Id).Order(),
            back.Calls.Select(call => call.WebhookId).Distinct().Order());

        // 3. What was given up is still there to be sent.
        Assert.Equal(listed.Count, await server.ReplayAsync(accessKey, id));
        await back.WaitAsync(
            calls => calls.Select(call => call.WebhookId).Distinct().Count() == listed.Count, EndsWithin, "everything that was produced");
        await DeliveredAsync(server, accessKey, id);
        Assert.All(await OwedChecks.AddUpAsync(server, accessKey, id), callback => Assert.Equal("delivered", callback.State));
    }

    [Fact]
    public async Task A_receiver_that_comes_and_goes_gets_everything_once_and_the_end_last()
    {
        // Every other second nothing but refusals.
        var began = TimeProvider.System.GetTimestamp();
        var taken = new ConcurrentBag<string>();
        await TakesAllAsync(taken, call =>
        {
            if (TimeProvider.System.GetElapsedTime(began).TotalSeconds % 2 < 1)
                return Task.FromResult(503);
            taken.Add(call.WebhookId);
            return Task.FromResult(200);
        });
    }

    [Fact]
    public async Task A_receiver_that_is_slow_gets_everything_and_the_end_last()
    {
        // Every third answer comes when nobody waits for it any more.
        var taken = new ConcurrentBag<string>();
        var count = 0;
        await TakesAllAsync(taken, async call =>
        {
            var late = Interlocked.Increment(ref count) % 3 == 0;
            await Task.Delay(TimeSpan.FromMilliseconds(late ? 1500 : 100), TimeProvider.System, CancellationToken.None);
            if (!late)
                taken.Add(call.WebhookId);
            return 200;
        });
    }

    /// <summary>A receiver that takes everything in the end, within a schedule that is long enough.</summary>
    private static async Task TakesAllAsync(ConcurrentBag<string> taken, Func<ReceivedCall, Task<int>> answer)
    {
        using var data = new TemporaryFolder();
        await using var source = new LoopSource(await FlvClip.MakeAsync(), Cached);
        await using var receiver = await CallbackReceiver.StartAsync(answer: answer);
        await using var server = await SluiceProcess.StartAsync(data.Path, [.. ShortBreaker, .. Retries(60)]);
        var accessKey = await SluiceProgram.CreateWideKeyAsync(data.Path);
        var id = await SubmitAsync(server, accessKey, source, receiver.Url.GetLeftPart(UriPartial.Authority));
        await Eventually.BeTrueAsync(
            async () => (await OwedChecks.HoldAsync(server, accessKey, id)).Count >= 6, PlaysWithin, "six results");

        var listed = await CloseAsync(server, accessKey, id);

        Assert.All(listed, callback => Assert.Equal("delivered", callback.State));
        Assert.Superset(listed.Select(callback => callback.Id).ToHashSet(), taken.ToHashSet());
        Assert.Equal(listed.Count, taken.Distinct().Count());
        Assert.Contains(listed, callback => callback.Attempts > 1);
        EndIsLast(receiver.Calls);
    }

    private static IEnumerable<string> Retries(int count) =>
        Enumerable.Range(0, count).Select(n => $"Sluice:Callbacks:RetryDelays:{n}=00:00:00.3");

    private static async Task<string> SubmitAsync(SluiceProcess server, string accessKey, LoopSource source, string receiver)
    {
        var answer = await server.SubmitAsync(Submission.Of(accessKey, source.UrlOf("room"), $"{receiver}/img", $"{receiver}/audio"));
        Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
        return answer.RequestId;
    }

    private static async Task<IReadOnlyList<CallbackInfo>> CloseAsync(SluiceProcess server, string accessKey, string id)
    {
        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        await DeliveredAsync(server, accessKey, id);
        return await OwedChecks.AddUpAsync(server, accessKey, id);
    }

    private static Task DeliveredAsync(SluiceProcess server, string accessKey, string id) => Eventually.BeTrueAsync(
        async () =>
        {
            await OwedChecks.HoldAsync(server, accessKey, id);
            return await server.ShowAsync(accessKey, id) is { State: "ended", Callbacks.Pending: 0 };
        },
        EndsWithin,
        "nothing is left to deliver");

    private static void EndIsLast(IReadOnlyList<ReceivedCall> calls)
    {
        foreach (var path in (string[])["/img", "/audio"])
        {
            var came = calls.Where(call => call.Path == path).ToList();
            Assert.Single(came.Where(call => call.Callback is EndCallback).Select(call => call.WebhookId).Distinct());
            Assert.All(came.SkipWhile(call => call.Callback is not EndCallback), call => Assert.IsType<EndCallback>(call.Callback));
        }
    }
}
