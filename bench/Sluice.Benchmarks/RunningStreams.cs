using System.Text.Json.Nodes;
using Sluice.Cli.Callbacks;
using Sluice.Cli.Calls;
using Sluice.Cli.Demo;
using Sluice.Server.Api.Keys;

namespace Sluice.Benchmarks;

/// <summary>Real streams that the server pulls: each from an ffmpeg of its own, through a relay that sees when the server lets go.</summary>
internal sealed class RunningStreams(BenchServer server, KeyRow key, FileInfo recording, CallbackReceiver receiver) : IAsyncDisposable
{
    private readonly List<LiveSource> _sources = [];
    private readonly List<SourceTap> _taps = [];

    /// <summary>Begins one, and returns its requestId and the relay in front of its source once media flows.</summary>
    public async Task<(string Id, SourceTap Tap)> BeginAsync()
    {
        var source = await LiveSource.StartAsync(recording);
        _sources.Add(source);
        var tap = new SourceTap(source.Port, TimeProvider.System);
        _taps.Add(tap);
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
                    ["url"] = $"rtmp://127.0.0.1:{tap.Port}/live/bench",
                    ["tokenId"] = "u",
                    ["detectFrequency"] = 3,
                    ["returnFinishInfo"] = 1,
                },
            },
            CancellationToken.None);
        if (answer.Code != ServerAnswer.Success)
        {
            throw new InvalidOperationException($"the submission was answered {answer.Code}");
        }

        await tap.Started.WaitAsync(TimeSpan.FromSeconds(30));
        return (answer.RequestId, tap);
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
    }
}
