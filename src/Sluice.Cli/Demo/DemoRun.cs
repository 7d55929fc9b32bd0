using System.Text.Json.Nodes;
using Sluice.Cli.Callbacks;
using Sluice.Cli.Calls;
using Sluice.Server.Hosting;

namespace Sluice.Cli.Demo;

/// <summary>One stream, the whole way: submitted, called back, closed, its end called back.</summary>
internal sealed class DemoRun(DemoScript script, IDemoScreen screen, TimeProvider time)
{
    /// <summary>Longer than the server may take: 5 s to drain, then the callbacks.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(8);

    /// <summary>How long something that should not come is waited for.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>When its parent is gone the source ends by itself this long after the close.</summary>
    private static readonly TimeSpan Leftover = TimeSpan.FromSeconds(60);

    private readonly List<DemoCallback> _callbacks = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What does not work at all is a <see cref="CommandFailedException"/>; what did not happen is in the report.</summary>
    public async Task<DemoReport> RunAsync(SluiceServer server, string accessKey, string folder, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var source = await DemoSource.StartAsync(script, folder, script.CloseAfter + Leftover, stop.Token);
        await using var tap = new SourceTap(source.Port, time);
        await using var receiver = await CallbackReceiver.StartAsync(new Uri("http://127.0.0.1:0"), time, stop.Token);

        // 1. Submit.
        var url = $"rtmp://127.0.0.1:{tap.Port}/live/demo";
        var submission = new Submission
        {
            AccessKey = accessKey,
            Url = url,
            ImgCallback = new Uri(receiver.Url, "/img").ToString(),
            AudioCallback = new Uri(receiver.Url, "/audio").ToString(),
            ImgType = "QRCODE_IMGTEXTRISK",
            Language = "en",
            Every = DemoScript.FrameInterval,
            ReturnAll = true,
            ReturnFinishInfo = true,
        };
        var submitted = time.GetTimestamp();
        var answer = await CallAsync(server.Url, ServerCall.SubmitPath, submission.ToJson(), "the submission", stop.Token);
        screen.Say($"{answer.RequestId} pulls {url}, closed after {script.CloseAfter.TotalSeconds:0} s");
        var collecting = CollectAsync(receiver, submitted, stop.Token);

        // 2. Watch what comes until it is time.
        await WaitUntilAsync(script.CloseAfter - time.GetElapsedTime(submitted), server, source, stop.Token);

        // 3. Close while the source still runs.
        screen.Say("closing while the source still runs");
        var close = new JsonObject { ["accessKey"] = accessKey, ["requestId"] = answer.RequestId };
        await CallAsync(server.Url, ServerCall.ClosePath, close, "the close", stop.Token);
        var closed = time.GetTimestamp();

        // 4. The source sees it, the end is called back, nothing comes after.
        screen.Say("closed: the end callbacks follow");
        await Task.WhenAny(Task.WhenAll(tap.PlayerLeft, _ended.Task), Task.Delay(EndWithin, time, stop.Token));
        await Task.Delay(Quiet, time, stop.Token);
        var observation = new DemoObservation
        {
            Script = script,
            ReadsText = !answer.NoDetectorFor.Contains("IMGTEXTRISK"),
            HasCaption = source.HasCaption,
            SourceStartedAt = tap.Started.IsCompletedSuccessfully ? await tap.Started : null,
            CloseAnswered = closed,
            PlayerLeft = tap.PlayerLeft.IsCompletedSuccessfully ? await tap.PlayerLeft : null,
            SourceRuns = source.IsRunning,
            BytesAfterPlayer = tap.BytesAfterPlayer,
            Callbacks = await StopCollectingAsync(collecting, stop),
        };
        screen.Say("done");
        return new DemoReport(observation, time);
    }

    private static async Task<ServerAnswer> CallAsync(
        Uri server, string path, JsonObject body, string what, CancellationToken cancellationToken)
    {
        var answer = await ServerCall.PostAsync(server, path, body, cancellationToken);
        return answer.Code == ServerAnswer.Success ? answer : throw new CommandFailedException($"{what} was refused: {answer}");
    }

    /// <summary>Waits, unless the server or the source ends before.</summary>
    private async Task WaitUntilAsync(TimeSpan wait, SluiceServer server, DemoSource source, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sourceEnd = source.WaitForEndAsync(over.Token);
        var first = await Task.WhenAny(Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, over.Token), server.Stopped, sourceEnd);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == server.Stopped)
        {
            await server.Stopped;
            throw new CommandFailedException("the server ended by itself");
        }
        if (first == sourceEnd)
            throw new CommandFailedException($"the source ended by itself: {await sourceEnd}");
        await over.CancelAsync();
    }

    private async Task CollectAsync(CallbackReceiver receiver, long submitted, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var received in receiver.Callbacks.ReadAllAsync(cancellationToken))
            {
                var callback = new DemoCallback(
                    CallbackLine.Read(received.Body), received, time.GetElapsedTime(submitted, received.Timestamp));
                _callbacks.Add(callback);
                screen.Add(callback);
                if (_callbacks.Any(c => c.Line.Kind == CallbackLineKind.FrameEnd) && _callbacks.Any(c => c.Line.Kind == CallbackLineKind.AudioEnd))
                    _ended.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // Everything that was to be seen was seen.
        }
    }

    private async Task<IReadOnlyList<DemoCallback>> StopCollectingAsync(Task collecting, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await collecting;
        return _callbacks;
    }
}
