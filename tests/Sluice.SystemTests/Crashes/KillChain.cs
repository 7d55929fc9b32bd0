using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Crashes;

/// <summary>
/// The lives of one server on one data folder, each ended by SIGKILL around the moment when a close is answered. What a life
/// promised is asked of the next ones.
/// </summary>
internal sealed class KillChain(int number, LoopSource source) : IAsyncDisposable
{
    private const int SigKill = 9;

    private static readonly TimeSpan PulledWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ChildDiesWithin = TimeSpan.FromSeconds(2);

    /// <summary>Receivers that refuse now and then must leave something to be sent again in the next life.</summary>
    private static readonly string[] Settings =
    [
        .. Enumerable.Range(0, 60).Select(n => $"Sluice:Callbacks:RetryDelays:{n}=00:00:00.2"),
        "Sluice:Callbacks:BreakerDelay=00:00:00.2", "Sluice:Callbacks:BreakerMaxDelay=00:00:00.4",
    ];

    private readonly TemporaryFolder _data = new();
    private readonly Luck _luck = new(number);
    private readonly List<TrackedStream> _streams = [];
    private CallbackReceiver _receiver = null!;
    private string _accessKey = "";
    private int _round;

    public IReadOnlyList<TrackedStream> Streams => _streams;

    public async Task RunAsync(int rounds)
    {
        var refusals = 0;
        _receiver = await CallbackReceiver.StartAsync(answer: _ => Task.FromResult(Interlocked.Increment(ref refusals) % 7 == 0 ? 503 : 200));
        _accessKey = await SluiceProgram.CreateWideKeyAsync(_data.Path);
        for (_round = 0; _round < rounds; _round++)
            await LiveAsync();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_receiver is not null)
            await _receiver.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>One round: what was promised before holds, then new promises are made and cut short.</summary>
    private async Task LiveAsync()
    {
        // 1. Some lives are cut off in the middle of taking over.
        if (_luck.OneIn(4))
        {
            await using var brief = await NextLifeAsync();
            await Moment(_luck.Between(0, 300));
            await KillAsync(brief);
        }

        var startedAt = TimeProvider.System.GetTimestamp();
        await using var server = await NextLifeAsync();
        var running = await CheckKeptAsync(server, startedAt);

        // 2. One stream is well under way, one begins, one stays.
        var plays = await SubmitAsync(server, "plays");
        await Eventually.BeTrueAsync(() => source.VisitsOf(plays.Name).Count > 0, PulledWithin, $"{plays} is pulled");
        if (_luck.OneIn(2))
            await _receiver.WaitAsync(calls => calls.Frames(plays.Id!).Count >= 1, PulledWithin, $"a frame of {plays}");
        await SubmitAsync(server, "stays");
        var begins = await SubmitAsync(server, "begins");

        // 3. They are closed, and another is submitted; the server dies from 20 ms before to 500 ms after the answer.
        var after = _luck.Between(-20, 500);
        Task[] calls = [CloseAsync(server, plays), CloseAsync(server, begins), .. running.Select(stream => CloseAsync(server, stream)), TryAsync(SubmitAsync(server, "late"))];
        if (after < TimeSpan.Zero)
        {
            await Task.WhenAny(calls[0], Moment(TimeSpan.FromMilliseconds(20) + after));
        }
        else
        {
            await calls[0];
            await Moment(after);
        }

        await KillAsync(server);
        await Task.WhenAll(calls);
    }

    /// <summary>Nothing that was acknowledged is lost: what runs is pulled again, what was closed is not.</summary>
    /// <returns>The streams that run.</returns>
    private async Task<IReadOnlyList<TrackedStream>> CheckKeptAsync(SluiceProcess server, long startedAt)
    {
        var listed = (await server.ListAsync(_accessKey)).ToDictionary(stream => stream.RequestId);
        foreach (var stream in _streams.Where(stream => stream.Id is null))
            stream.Id = listed.Values.FirstOrDefault(found => found.Url == source.UrlOf(stream.Name))?.RequestId;
        Assert.All(_streams, stream =>
        {
            if (stream.Id is null)
                return;
            Assert.True(listed.TryGetValue(stream.Id, out var found), $"{stream} is lost");
            Assert.Equal(source.UrlOf(stream.Name), found.Url);
            if (stream.IsCloseAcknowledged)
                Assert.True(found is { State: "closing" or "ended", EndReason: "closedByClient" }, $"{stream} was closed, but is {found.State}");
            else if (!stream.IsCloseAsked)
                Assert.True(found.State is not ("closing" or "ended"), $"{stream} was not closed, but is {found.State}");
        });

        var running = _streams.Where(stream => stream.Id is { } id && listed[id].State is not ("closing" or "ended")).ToList();
        foreach (var stream in running)
        {
            await Eventually.BeTrueAsync(
                () => source.VisitsOf(stream.Name).Any(visit => visit.CameAt > startedAt), PulledWithin, $"{stream} is pulled again");
        }

        return running;
    }

    /// <summary>The last life: what still runs is closed, and everything gets its end.</summary>
    private async Task EndAsync()
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        await using var server = await NextLifeAsync();
        var running = await CheckKeptAsync(server, startedAt);
        await Task.WhenAll(running.Select(stream => CloseAsync(server, stream)));
        Assert.All(running, stream => Assert.True(stream.IsCloseAcknowledged, $"the close of {stream} was not answered"));

        var ids = _streams.Where(stream => stream.Id is not null).Select(stream => stream.Id!).ToList();
        await Eventually.BeTrueAsync(
            async () => (await server.ListAsync(_accessKey)).All(stream => stream is { State: "ended", Callbacks.Pending: 0 }),
            EndsWithin,
            "every stream has ended and nothing is left to deliver");
        Assert.Empty(server.Children);
        Assert.All(await server.ListAsync(_accessKey), stream =>
        {
            Assert.Equal("closedByClient", stream.EndReason);
            Assert.Equal(0, stream.Callbacks.Dead);
            Assert.Contains(stream.RequestId, ids);
        });
        CrashChecks.EachStreamEndsOnce(_receiver.Calls, ids);
        CrashChecks.ClosedStaysClosed(_streams, source);
        await server.TerminateAsync(TimeSpan.FromSeconds(10));
        var listed = await SluiceProgram.RunAsync("keys", "list", "--data", _data.Path, "--json");
        Assert.Contains("\"activeStreams\":0", listed.Output.Replace(" ", "", StringComparison.Ordinal));
    }

    private async Task<TrackedStream> SubmitAsync(SluiceProcess server, string kind)
    {
        var stream = new TrackedStream($"{number}-{_round}-{kind}");
        _streams.Add(stream);
        var answer = await server.SubmitAsync(Submission.Of(_accessKey, source.UrlOf(stream.Name), _receiver));
        Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
        stream.Id = answer.RequestId;
        return stream;
    }

    private Task CloseAsync(SluiceProcess server, TrackedStream stream)
    {
        stream.IsCloseAsked = true;
        return TryAsync(AskAsync());

        async Task AskAsync()
        {
            var answer = await server.CloseAsync(_accessKey, stream.Id!);
            Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
            stream.IsCloseAcknowledged = true;
        }
    }

    private Task<SluiceProcess> NextLifeAsync()
    {
        // Between two lives nothing is pulled: who is noticed late at a source came in the last one.
        var now = TimeProvider.System.GetTimestamp();
        foreach (var stream in _streams.Where(stream => stream.IsCloseAcknowledged))
            stream.DeadAfterClose ??= now;
        return SluiceProcess.StartAsync(_data.Path, Settings);
    }

    /// <summary>A call that the kill may cut off: then nothing was promised.</summary>
    private static async Task TryAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (HttpRequestException)
        {
            // The server is dead.
        }
    }

    private async Task KillAsync(SluiceProcess server)
    {
        Assert.Equal(0, Server.Children.Libc.Kill(server.Id, SigKill));
        await server.KillAsync();
        // Every child has its source's address in its command line, whether it is known as a child yet or not.
        var address = $"{source.Address}{number}-";
        await Eventually.BeTrueAsync(() => ProcessTable.With(address).Count == 0, ChildDiesWithin, "no child outlives its server");
    }

    /// <summary>What is waited for here is chance itself.</summary>
    private static Task Moment(TimeSpan period) => Task.Delay(period, TimeProvider.System, TestContext.Current.CancellationToken);
}
