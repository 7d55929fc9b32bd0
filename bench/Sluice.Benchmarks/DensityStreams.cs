using System.Diagnostics;
using System.Text.Json.Nodes;
using Sluice.Cli.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Streams;

namespace Sluice.Benchmarks;

/// <summary>Streams of one programme, each at a path of its own, so that the source can tell when the server let go of which.</summary>
internal sealed class DensityStreams(BenchServer server, KeyRow key, ProgrammeServer source, int interval)
{
    // No detector judges it: what is measured is the pull.
    private const string BusinessType = "LOGO";
    private const string Node = "n1";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly List<(string Id, string Path)> _running = [];
    private int _begun;

    public int Count => _running.Count;

    public async Task BeginAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var path = $"/{++_begun}.flv";
            var answer = await ServerCall.PostAsync(server.Url, ServerCall.SubmitPath, Submission($"http://127.0.0.1:{source.Port}{path}"), CancellationToken.None);
            if (answer.Code != ServerAnswer.Success)
            {
                throw new InvalidOperationException($"a submission was answered {answer.Code}");
            }

            _running.Add((answer.RequestId, path));
        }
    }

    /// <summary>Waits until all give media, or for so long. Returns how many do.</summary>
    public async Task<int> RunAsync(TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var streams = await server.Store.ListUnendedAsync(Node, CancellationToken.None);
            var pulling = streams.Count(stream => stream.State == StreamState.Pulling);
            if (pulling >= Count || Stopwatch.GetElapsedTime(began) > patience)
            {
                return pulling;
            }

            await Task.Delay(Look);
        }
    }

    /// <summary>Closes the oldest. Returns how long after the answer its source saw the disconnect; null: it had no player, or kept it.</summary>
    public async Task<TimeSpan?> CloseOneAsync(TimeSpan patience)
    {
        var (id, path) = _running[0];
        _running.RemoveAt(0);
        var left = source.LeftAsync(path);
        await PostAsync(ServerCall.ClosePath, new JsonObject { ["requestId"] = id });
        var answered = Stopwatch.GetTimestamp();
        await ((Task)left).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return left.IsCompleted ? Elapsed(answered, await left) : null;
    }

    /// <summary>
    /// Closes all with one call. Returns how long it took until the last source saw its disconnect, from the call and from its answer,
    /// and how many saw none.
    /// </summary>
    public async Task<(TimeSpan FromCall, TimeSpan FromAnswer, int Missing)> CloseAllAsync(TimeSpan patience)
    {
        var left = _running.ConvertAll(stream => source.LeftAsync(stream.Path));
        _running.Clear();
        var called = Stopwatch.GetTimestamp();
        await PostAsync("/api/v1/streams/close", new JsonObject { ["all"] = true });
        var answered = Stopwatch.GetTimestamp();
        await ((Task)Task.WhenAll(left)).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var seen = await Task.WhenAll(left.Where(path => path.IsCompleted));
        var last = seen.DefaultIfEmpty(called).Max();
        return (Elapsed(called, last), Elapsed(answered, last), left.Count - seen.Length);
    }

    // A source may see the end before the client has read the answer: that counts as at once.
    private static TimeSpan Elapsed(long from, long to) => to > from ? Stopwatch.GetElapsedTime(from, to) : TimeSpan.Zero;

    private async Task PostAsync(string path, JsonObject body)
    {
        body["accessKey"] = key.AccessKey;
        var answer = await ServerCall.PostAsync(server.Url, path, body, CancellationToken.None);
        if (answer.Code != ServerAnswer.Success)
        {
            throw new InvalidOperationException($"a close was answered {answer.Code}");
        }
    }

    private JsonObject Submission(string url) => new()
    {
        ["accessKey"] = key.AccessKey,
        ["appId"] = "default",
        ["eventId"] = "bench",
        ["imgBusinessType"] = BusinessType,
        ["imgCallback"] = "http://127.0.0.1:9/",
        ["audioType"] = "DIRTY",
        ["audioCallback"] = "http://127.0.0.1:9/",
        ["data"] = new JsonObject { ["streamType"] = "NORMAL", ["url"] = url, ["tokenId"] = "u", ["detectFrequency"] = interval },
    };
}
