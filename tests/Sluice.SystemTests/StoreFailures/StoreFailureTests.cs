using System.Globalization;
using System.Net;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Order;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.StoreFailures;

/// <summary>A store that fails while streams run, and works again.</summary>
[TakesSeconds(75)]
public sealed class StoreFailureTests
{
    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(15);

    /// <summary>The promise of protocol §1.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(6.5);

    private static readonly CodeWindow NoCodes = new(80, 80);

    [Fact]
    public Task A_full_disk_costs_nothing_that_was_promised() => RunAsync(new SmallDisk(), keepsEvidence: false);

    [Fact]
    public Task IO_errors_cost_nothing_that_was_promised() => RunAsync(new BrokenDisk(), keepsEvidence: false);

    [Fact]
    public Task A_locked_database_costs_nothing_that_was_promised() => RunAsync(new LockedDisk(), keepsEvidence: true);

    private static async Task RunAsync(IFaultyDisk disk, bool keepsEvidence)
    {
        using var owned = disk;
        using var seed = new TemporaryFolder();
        await using var source = await FlvSource.StartAsync(NoCodes);
        await using var receiver = await CallbackReceiver.StartAsync();
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(seed.Path))["accessKey"]!;
        await using var server = await SluiceProcess.StartAsync(
            disk.DataFolder,
            "http://127.0.0.1:0",
            new SocketsHttpHandler(),
            [SluiceProcess.AllowLoopback],
            disk.Within(seed.Path));
        var submission = Submission.Of(accessKey, source.Url, receiver);
        var id = (await server.SubmitAsync(submission)).RequestId;
        await receiver.WaitAsync(calls => calls.Frames(id).Count >= 2, PlaysWithin, "2 frames");

        // 1. What would change something is answered 1903, in time.
        await disk.FailAsync(server.Id);
        var elsewhere = Submission.Of(accessKey, source.Url + "?another", receiver);
        var answers = await Task.WhenAll(
            TimedAsync(() => server.CloseAsync(accessKey, id)),
            TimedAsync(() => server.SubmitAsync(elsewhere)),
            TimedAsync(() => server.CloseAsync(accessKey, id)));
        Assert.All(answers, answer => Assert.Equal(ResponseCode.ServiceFailure, answer.Code));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(server));

        // 2. The stream goes on: frames come, those that find no place are dropped, and the owner tries to write again and again.
        await Eventually.BeTrueAsync(
            async () => await MetricAsync(server, "sluice_media_dropped", "cause=\"full\"") >= 2
                && await MetricAsync(server, "sluice_store_failures") >= 10,
            TimeSpan.FromSeconds(60),
            "frames are dropped and writes are tried again");
        Assert.Equal(1, source.Connections);
        Assert.Single(server.Children);
        var before = receiver.Calls.Frames(id).Count;

        // 3. It works again without a restart, and what was not acknowledged was not done.
        await disk.WorkAgainAsync();
        var calls = await receiver.WaitAsync(calls => calls.Frames(id).Count >= before + 3, PlaysWithin, "3 more frames");
        await Eventually.BeTrueAsync(
            async () => await ReadyAsync(server) == HttpStatusCode.OK, PlaysWithin, "the server is ready again");
        Assert.Equal(1, source.Connections);
        Assert.Empty(calls.Ends(id));

        // 4. A result that waited came without the evidence that could not be kept.
        Assert.Equal(keepsEvidence, calls.Frames(id).All(frame => frame.FrameDetail.ImgUrl is not null));

        // 5. The close that is acknowledged now is the stream's end, once.
        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        await receiver.WaitAsync(calls => calls.Ends(id).Count == 2, EndsWithin, "two ends");
        await receiver.StayQuietAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, receiver.Calls.Ends(id).Count);
        Assert.Empty(server.Children);
        var results = receiver.Calls.Where(call => call.Callback.StatCode == 0).Select(call => call.Callback.RequestId).ToList();
        Assert.Equal(results.Distinct(), results);

        // 6. The log told it once, and met no fault.
        Assert.Equal(1, Lines(server, "Writes to the store fail"));
        await Eventually.BeTrueAsync(
            async () => await ReadyAsync(server) == HttpStatusCode.OK && Lines(server, "Writes to the store work again") == 1,
            PlaysWithin,
            "the log tells that the store works again");
        Assert.Equal(0, Lines(server, " crit "));
        Assert.InRange(Lines(server, " error "), 1, 6);
    }

    private static async Task<Answer> TimedAsync(Func<Task<Answer>> call)
    {
        var began = TimeProvider.System.GetTimestamp();
        var answer = await call();
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, AnswersWithin);
        return answer;
    }

    private static async Task<HttpStatusCode> ReadyAsync(SluiceProcess server)
    {
        using var response = await server.Client.GetAsync("/readyz", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<double> MetricAsync(SluiceProcess server, string name, string label = "")
    {
        var text = await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture));
    }

    private static int Lines(SluiceProcess server, string text) =>
        server.Errors.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));
}
