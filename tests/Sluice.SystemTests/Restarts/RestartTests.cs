using System.Text;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Order;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Restarts;

[TakesSeconds(40)]
public sealed class RestartTests
{
    private const string RetryOften = "Sluice:Callbacks:RetryDelays:";

    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ChildDiesWithin = TimeSpan.FromSeconds(2);
    private static readonly CodeWindow NoCodes = new(80, 80);

    /// <summary>The receiver that is down must not be given up before it is back.</summary>
    private static readonly string[] Settings = [.. Enumerable.Range(0, 40).Select(n => $"{RetryOften}{n}=00:00:01")];

    [Fact]
    public async Task After_a_kill_the_running_stream_is_pulled_again_and_the_closed_one_only_gets_its_end()
    {
        using var data = new TemporaryFolder();
        await using var running = await FlvSource.StartAsync(NoCodes);
        await using var closing = await FlvSource.StartAsync(NoCodes);
        await using var receiver = await CallbackReceiver.StartAsync();
        using var down = new ClosedPort();
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        string runningId, closingId;

        await using (var server = await SluiceProcess.StartAsync(data.Path, Settings))
        {
            runningId = (await server.SubmitAsync(Submission.Of(accessKey, running.Url, receiver))).RequestId;
            closingId = (await server.SubmitAsync(Submission.Of(
                accessKey, closing.Url, $"http://127.0.0.1:{down.Number}/img", $"http://127.0.0.1:{down.Number}/audio"))).RequestId;
            await receiver.WaitAsync(calls => calls.Frames(runningId).Count >= 3, PlaysWithin, "3 frames of the running stream");
            await Eventually.BeTrueAsync(() => closing.Connections == 1, PlaysWithin, "the other stream is pulled");
            Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, closingId)).Code);

            var children = server.Children;
            Assert.NotEmpty(children);
            await server.KillAsync();
            await Eventually.BeTrueAsync(() => !children.Any(ProcessTable.Runs), ChildDiesWithin, "no child outlives its server");
        }

        var before = receiver.Calls.Frames(runningId).Count;
        down.Dispose();
        await using var back = await CallbackReceiver.StartAsync(down.Number);
        await using var restarted = await SluiceProcess.StartAsync(data.Path, Settings);

        // 1. The running one goes on, with sequences of its own.
        var calls = await receiver.WaitAsync(calls => calls.Frames(runningId).Count >= before + 3, PlaysWithin, "3 frames after the restart");
        Assert.Equal(2, running.Connections);
        var frames = calls.Frames(runningId).Select(frame => frame.RequestId).Distinct().ToList();
        Assert.Equal(frames.Count, frames.Select(id => id.Split('_')[^1]).Distinct().Count());

        // 2. The closed one is not pulled again, and its end comes once.
        await back.WaitAsync(calls => calls.Ends(closingId).Count == 2, EndsWithin, "two ends of the closed stream");
        await back.StayQuietAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(1, closing.Connections);
        Assert.All(back.Calls.Ends(closingId), end => Assert.Null(end.AuxInfo.ErrorCode));
        Assert.IsType<EndCallback>(back.Calls.Last(call => call.Path == "/img").Callback);

        // 3. The running one can be closed as if nothing had been.
        Assert.Equal(ResponseCode.Success, (await restarted.CloseAsync(accessKey, runningId)).Code);
        await receiver.WaitAsync(calls => calls.Ends(runningId).Count == 2, EndsWithin, "two ends of the running stream");
        // At least once: what had been delivered just before the kill may come again, but never as another result.
        Assert.All(
            receiver.Calls.Where(call => call.Callback.StatCode == 0).GroupBy(call => call.Callback.RequestId),
            same => Assert.Single(same.Select(call => Encoding.UTF8.GetString(call.Body.Span)).Distinct()));
    }

    [Fact]
    public async Task A_SIGTERM_ends_the_server_within_10_seconds_and_its_children_with_it()
    {
        using var data = new TemporaryFolder();
        await using var source = await FlvSource.StartAsync(NoCodes);
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        var id = (await server.SubmitAsync(Submission.Of(accessKey, source.Url, receiver))).RequestId;
        await receiver.WaitAsync(calls => calls.Frames(id).Count >= 1, PlaysWithin, "a frame");
        var children = server.Children;
        Assert.Single(children);

        Assert.Equal(0, await server.TerminateAsync(TimeSpan.FromSeconds(10)));

        Assert.DoesNotContain(children, ProcessTable.Runs);
        Assert.Single(server.Output);
        // The stream is not over: it goes on with the next start.
        Assert.Empty(receiver.Calls.Ends(id));
        await using var restarted = await SluiceProcess.StartAsync(data.Path);
        await Eventually.BeTrueAsync(() => source.Connections == 2, PlaysWithin, "the stream is pulled again");
    }
}
