using System.Globalization;
using System.Text;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Receivers;

public sealed class MisbehavingTests
{
    private const int Retries = 2;
    private const long Flood = 100_000_000;

    /// <summary>What a server of this size needs for itself; two answers that are kept whole would be more.</summary>
    private const long MoreMemory = 150_000_000;

    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Cached = TimeSpan.FromSeconds(2);

    private static readonly string[] Settings =
    [
        .. Enumerable.Range(0, Retries).Select(n => $"Sluice:Callbacks:RetryDelays:{n}=00:00:00.3"),
        // Breakers would only make it longer.
        "Sluice:Callbacks:Timeout=00:00:03", "Sluice:Callbacks:BreakerFailures=1000", "Sluice:Streams:DrainFor=00:01:00",
    ];

    [Fact]
    public async Task Receivers_that_misbehave_cost_the_server_and_other_receivers_nothing()
    {
        using var data = new TemporaryFolder();
        await using var source = new LoopSource(await FlvClip.MakeAsync(), Cached);
        await using var good = await CallbackReceiver.StartAsync();
        await using var trap = new ScriptedSource(ScriptedSource.NothingAsync);
        (string Name, bool Delivered, ScriptedSource Receiver)[] bad =
        [
            ("hangs", false, new(ScriptedSource.NothingAsync)),
            ("500", false, Says("HTTP/1.1 500 Oh\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")),
            ("301", false, Says($"HTTP/1.1 301 There\r\nLocation: http://127.0.0.1:{trap.Port}/\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")),
            ("no HTTP", false, Says("\u0000\u0001\u0002 what?\r\n\r\n")),
            ("half a head", false, Says("HTTP/1.1 200 OK\r\nContent-Le")),
            ("an endless head", false, Floods("HTTP/1.1 200 OK\r\nX: ")),
            ("500 and 100 MB", false, Floods($"HTTP/1.1 500 Oh\r\nContent-Length: {Flood}\r\n\r\n")),
            ("200 and garbage", true, Says("HTTP/1.1 200 OK\r\n\r\n\u0000\u0001{\"code\":\u00ff")),
            ("200 and half a body", true, Says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")),
            ("200 and 100 MB", true, Floods($"HTTP/1.1 200 OK\r\nContent-Length: {Flood}\r\n\r\n")),
            ("200 without an end", true, Floods("HTTP/1.1 200 OK\r\n\r\n")),
        ];
        await using var server = await SluiceProcess.StartAsync(data.Path, Settings);
        var accessKey = await SluiceProgram.CreateWideKeyAsync(data.Path);

        // 1. All are given something.
        var ids = new Dictionary<string, string>();
        foreach (var (name, _, receiver) in bad)
            ids[name] = await SubmitAsync(name, $"http://127.0.0.1:{receiver.Port}");
        ids["good"] = await SubmitAsync("good", good.Url.GetLeftPart(UriPartial.Authority));
        await Eventually.BeTrueAsync(
            async () => (await server.ListAsync(accessKey)).All(stream => stream.Frames.Moderated >= 2), PlaysWithin, "two frames of each");
        var before = MemoryOf(server.Id, "VmRSS");

        // 2. The good one gets its end while the others are still tried.
        foreach (var id in ids.Values)
            Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        await good.WaitAsync(calls => calls.Ends(ids["good"]).Count == 2, EndsWithin, "the ends of the good one");
        Assert.NotEqual(0, (await server.ShowAsync(accessKey, ids["hangs"])).Callbacks.Pending);

        // 3. The others come to their end by the schedule.
        await Eventually.BeTrueAsync(
            async () => (await server.ListAsync(accessKey)).All(stream => stream is { State: "ended", Callbacks.Pending: 0 }),
            EndsWithin,
            "nothing is left to deliver");
        foreach (var (name, delivered, receiver) in bad)
        {
            var callbacks = await OwedChecks.AddUpAsync(server, accessKey, ids[name]);
            Assert.All(callbacks, callback => Assert.Equal(
                (name, delivered ? "delivered" : "dead", delivered ? 1 : Retries + 1), (name, callback.State, callback.Attempts)));
            Assert.InRange(receiver.Visits.Count, 1, callbacks.Sum(callback => callback.Attempts));
        }

        Assert.Empty(trap.Visits);
        var most = MemoryOf(server.Id, "VmHWM");
        TestContext.Current.TestOutputHelper?.WriteLine($"{before / 1_000_000} MB before, {most / 1_000_000} MB at most");
        Assert.InRange(most - before, 0, MoreMemory);
        foreach (var (_, _, receiver) in bad)
            await receiver.DisposeAsync();

        async Task<string> SubmitAsync(string name, string receiver)
        {
            var url = source.UrlOf(name.Replace(' ', '-'));
            var answer = await server.SubmitAsync(Submission.Of(accessKey, url, $"{receiver}/img", $"{receiver}/audio"));
            Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
            return answer.RequestId;
        }
    }

    private static ScriptedSource Says(string answer) =>
        new(async (_, stream, left) => await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), left));

    /// <summary>Begins so, and goes on as long as it is listened to, 100 MB at most.</summary>
    private static ScriptedSource Floods(string beginning) => new(async (_, stream, left) =>
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(beginning), left);
        var piece = new byte[100_000];
        piece.AsSpan().Fill((byte)'x');
        for (var sent = 0L; sent < Flood; sent += piece.Length)
            await stream.WriteAsync(piece, left);
    });

    // "VmRSS:	  123456 kB"
    private static long MemoryOf(int process, string name) => 1024 * long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
