using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Cli.Callbacks;
using Sluice.Cli.Calls;
using Sluice.Cli.Demo;
using Sluice.Server.Api.Keys;

namespace Sluice.Benchmarks;

/// <summary>Real streams that the server pulls, all of the same live programme.</summary>
internal sealed class RunningStreams(BenchServer server, KeyRow key, FileInfo recording, CallbackReceiver receiver) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ProgrammeServer? _programme;
    private int _beside;
    private readonly List<LiveSource> _sources = [];
    private readonly List<SourceTap> _taps = [];

    /// <summary>Begins some from one live server, over HTTP-FLV. They go on until all is disposed.</summary>
    public async Task BeginAsync(int count)
    {
        _programme ??= await ProgrammeServer.StartAsync(recording);
        for (var i = 0; i < count; i++)
        {
            await SubmitAsync($"http://127.0.0.1:{_programme.Port}/{++_beside}.flv");
        }
    }

    /// <summary>
    /// Begins one from an RTMP source of its own, through a relay that sees when the server lets go. Returns its requestId and the
    /// relay once media flows.
    /// </summary>
    public async Task<(string Id, SourceTap Tap)> BeginTappedAsync()
    {
        var source = await LiveSource.StartAsync(recording);
        _sources.Add(source);
        var tap = new SourceTap(source.Port, TimeProvider.System);
        _taps.Add(tap);
        var id = await SubmitAsync($"rtmp://127.0.0.1:{tap.Port}/live/bench");
        try
        {
            await tap.Started.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"the stream has not begun: {JsonSerializer.Serialize(await server.Store.FindStreamAsync(id, CancellationToken.None))}");
        }

        return (id, tap);
    }

    /// <summary>Closes it; returns when the answer came.</summary>
    public async Task<long> CloseAsync(string id)
    {
        var answer = await ServerCall.PostAsync(
            server.Url,
            ServerCall.ClosePath,
            new JsonObject { ["accessKey"] = key.AccessKey, ["requestId"] = id },
            CancellationToken.None);
        var answered = TimeProvider.System.GetTimestamp();
        return answer.Code == ServerAnswer.Success
            ? answered
            : throw new InvalidOperationException($"the close was answered {answer.Code}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tap in _taps)
        {
            await tap.DisposeAsync();
        }

        _sources.ForEach(source => source.Dispose());
        _programme?.Dispose();
    }

    private async Task<string> SubmitAsync(string url)
    {
        var answer = await ServerCall.PostAsync(
            server.Url,
            ServerCall.SubmitPath,
            new JsonObject
            {
                ["accessKey"] = key.AccessKey,
                ["appId"] = "default",
                ["eventId"] = "bench",
                ["imgType"] = "QRCODE",
                ["imgCallback"] = receiver.Url.ToString(),
                ["data"] = new JsonObject
                {
                    ["streamType"] = "NORMAL",
                    ["url"] = url,
                    ["tokenId"] = "u",
                    ["detectFrequency"] = 3,
                    ["returnFinishInfo"] = 1,
                },
            },
            CancellationToken.None);
        return answer.Code == ServerAnswer.Success
            ? answer.RequestId
            : throw new InvalidOperationException($"the submission was answered {answer.Code}");
    }
}
