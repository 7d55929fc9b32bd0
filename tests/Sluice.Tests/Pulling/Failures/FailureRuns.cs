using System.Diagnostics;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>Runs each failure once. Those that end by a limit wait for it together, from the start; the others run when they are asked for.</summary>
public sealed class FailureRuns : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int AtOnce = 6;

    // A stream that got no frame is tried once more.
    private static readonly PullOptions Schedule = new()
    {
        RetryEvery = TimeSpan.FromMilliseconds(10),
        AttemptFor = TimeSpan.Zero,
        Pauses = [TimeSpan.FromMilliseconds(10)],
    };

    private readonly SourceMedia _media = new();
    private readonly Dictionary<string, Task<FailureResult>> _waiting = [];
    private readonly SemaphoreSlim _places = new(AtOnce);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _media.InitializeAsync();
        await _media.RunAsync("-i av.flv -t 1 -c copy segment.ts");
        foreach (var failure in FailureCases.All.Where(failure => failure.NotBefore > TimeSpan.Zero))
            _waiting.Add(failure.Name, WaitAsync(failure));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_waiting.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        _places.Dispose();
        await _media.DisposeAsync();
    }

    internal Task<FailureResult> OfAsync(FailureCase failure) => _waiting.TryGetValue(failure.Name, out var running) ? running : RunAsync(failure);

    private async Task<FailureResult> WaitAsync(FailureCase failure)
    {
        await _places.WaitAsync(Cancellation);
        try
        {
            return await RunAsync(failure);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<FailureResult> RunAsync(FailureCase failure)
    {
        await using var stage = new FailureStage(_media);
        var url = await failure.StartAsync(stage, Cancellation);
        using var bench = new PullerBench(failure.Options, lookup: failure.Lookup, policy: failure.Policy);
        await using var rig = new SessionRig(Schedule);
        var watch = Stopwatch.StartNew();
        PullEnd? first = null;
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Source = async (sink, stop) =>
        {
            if (first is null)
            {
                first = await bench.Puller.PullAsync(new PullRequest("s", url, 1, failure.WantsAudio), new StagedSink(sink, stage), stop);
                watch.Stop();
                return first;
            }

            again.TrySetResult();
            return first.HadFrames ? await SessionRig.UntilStopped(stop) : first;
        };
        var (row, session) = await rig.SubmitAsync();

        var running = session.RunAsync();
        if (await Task.WhenAny(running, again.Task).WaitAsync(Patience, Cancellation) == again.Task && first!.HadFrames)
            await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, Cancellation);

        return new FailureResult(first, await rig.RowAsync(row), again.Task.IsCompleted, watch.Elapsed, PullerBench.ChildrenOf(new Uri(url).Authority));
    }
}
