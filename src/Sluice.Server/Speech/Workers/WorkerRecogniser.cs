using Sluice.Server.Children;

namespace Sluice.Server.Speech.Workers;

/// <summary>
/// Recognises in a process of its own, so that a fault of a native library costs one piece of sound. The process starts with the first piece
/// and lives on; one that failed is replaced with the next piece, after more failures in a row not before a pause.
/// </summary>
internal sealed class WorkerRecogniser(
    string name,
    string language,
    WorkerSetup setup,
    WorkerSettings settings,
    TimeProvider time,
    SpeechReports? reports = null,
    SpeechMetrics? metrics = null) : ISpeechRecogniser
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ChildSpawner _spawner = new(ChildNetwork.Nothing);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _disposing = new();
    private Confinement? _confinement;
    private SpeechWorker? _worker;
    private int _failures;
    private long _failedAt;
    private string _failure = "";
    private volatile int _pid;

    public string Name => name;

    public int AtOnce => 1;

    public bool TellsLanguage => setup.TellsLanguage;

    /// <summary>Of the process that runs; 0: none does.</summary>
    public int Pid => _pid;

    // The first failure may be the sound's; then the pause doubles.
    private TimeSpan Pause => _failures < 2 ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(_failures, 10) - 2)));

    public Task PrepareAsync(CancellationToken cancellationToken) => UseAsync(_ => Task.FromResult<Transcript?>(null), cancellationToken);

    public async Task<Transcript> RecogniseAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken) =>
        (await UseAsync(
            async worker =>
            {
                var transcript = await worker.RecogniseAsync(pcm, settings.Timeout, _disposing.Token);
                _failures = 0;
                return transcript;
            },
            cancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested)
        {
            return;
        }

        await _disposing.CancelAsync();
        await _turn.WaitAsync();
        await EndAsync();
        _spawner.Dispose();
        _turn.Release();
    }

    /// <summary>What was begun is finished, or lost with the process: nothing else may be asked of it meanwhile.</summary>
    private async Task<Transcript?> UseAsync(Func<SpeechWorker, Task<Transcript?>> use, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        await _turn.WaitAsync(either.Token);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            if (_worker is { HasEnded: true })
            {
                // Whoever ended it while it was idle costs no sound.
                await EndAsync();
            }

            return await use(_worker ??= await StartAsync());
        }
        catch (SpeechException failure) when (failure.Outcome is not (SpeechOutcome.Failed or SpeechOutcome.Suspended))
        {
            (_failures, _failedAt, _failure) = (_failures + 1, time.GetTimestamp(), failure.Message);
            await EndAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<SpeechWorker> StartAsync()
    {
        if (time.GetElapsedTime(_failedAt) < Pause)
        {
            throw new SpeechException(SpeechOutcome.Suspended, $"it is tried again after a pause, since it failed: {_failure}");
        }

        _confinement ??= await ConfineAsync();
        var worker = await SpeechWorker.StartAsync(_spawner, _confinement, settings, setup, time, _disposing.Token);
        _pid = worker.Pid;
        metrics?.OnProcessStarted(language, name);
        reports?.OnStarted(language, name, worker.Pid, _confinement.Mode.ToString());
        return worker;
    }

    private async Task<Confinement> ConfineAsync()
    {
        var confinement = await WorkerSandbox.FindAsync(_spawner, settings, setup.Folders, time);
        if (confinement.KeepsRights)
        {
            reports?.OnNotConfined(confinement.Mode.ToString());
        }

        return confinement;
    }

    private async Task EndAsync()
    {
        _pid = 0;
        if (_worker is { } worker)
        {
            _worker = null;
            await worker.DisposeAsync();
        }
    }
}
