using System.Buffers;

namespace Sluice.Server.Speech;

/// <summary>
/// The pieces of sound of one language on their way to its recogniser: a bounded queue in which the newest win, since text that comes
/// late is of less use than text that comes in time.
/// </summary>
internal sealed class SpeechLane(
    string language, ISpeechRecogniser recogniser, SpeechOptions options, SpeechMetrics metrics, SpeechReports reports, TimeProvider time)
    : IAsyncDisposable
{
    // A burst that dropped one piece is no overload; one that goes on dropping is, between the drops too.
    private static readonly TimeSpan DropsCountFor = TimeSpan.FromSeconds(5);

    // What failed is tried again when somebody asks after it: who takes a language for missing asks no more.
    private static readonly TimeSpan BrokenFor = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<SpeechJob> _waiting = [];
    private readonly List<Task> _workers = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly RealTimeFactor _factor = new();
    private int _working;
    private long? _droppedAt;
    private long? _brokenAt;

    public string Language => language;

    public ISpeechRecogniser Recogniser => recogniser;

    public double Factor => _factor.Value;

    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>False: it failed lately, without a success since.</summary>
    public bool IsServing
    {
        get
        {
            lock (_lock)
            {
                return _brokenAt is not { } at || time.GetElapsedTime(at) >= BrokenFor;
            }
        }
    }

    /// <summary>More comes than is recognised: the queue is full, or what waits in it will be too old when its turn comes.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                var ahead = _waiting.Aggregate(TimeSpan.Zero, (sum, job) => sum + job.Length) * (_factor.Value / recogniser.AtOnce);
                return _waiting.Count >= options.QueueLength || ahead >= options.MaxWait ||
                    (_droppedAt is { } at && time.GetElapsedTime(at) < DropsCountFor);
            }
        }
    }

    public async Task<Transcript?> TranscribeAsync(ReadOnlySequence<byte> pcm, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var job = new SpeechJob(pcm, time.GetTimestamp(), cancellationToken);
        using var registration = cancellationToken.UnsafeRegister(static cancelled => ((SpeechJob)cancelled!).TryCancel(), job);
        if (Enqueue(job) is { } oldest)
        {
            Count(SpeechOutcome.Dropped);
            oldest.TryEnd(null);
        }

        return await job.Done;
    }

    public async ValueTask DisposeAsync()
    {
        Task[] workers;
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _stopping.Cancel();
            workers = [.. _workers];
        }

        // It lets go of what it is at.
        await recogniser.DisposeAsync();
        await Task.WhenAll(workers);
        _stopping.Dispose();
    }

    /// <returns>The job that makes room; null: there was room.</returns>
    private SpeechJob? Enqueue(SpeechJob job)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
            {
                job.TryEnd(null);
                return null;
            }

            if (_waiting.Count >= options.QueueLength)
            {
                FreePlaces();
            }

            SpeechJob? oldest = null;
            if (_waiting.Count >= options.QueueLength)
            {
                oldest = _waiting.Dequeue();
                _droppedAt = time.GetTimestamp();
            }

            _waiting.Enqueue(job);
            if (_working < recogniser.AtOnce)
            {
                _working++;
                _workers.RemoveAll(worker => worker.IsCompleted);
                _workers.Add(Task.Run(WorkAsync, CancellationToken.None));
            }

            return oldest;
        }
    }

    /// <summary>Those that nobody waits for any more take none.</summary>
    private void FreePlaces()
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var job = _waiting.Dequeue();
            if (job.Done.IsCompleted)
            {
                Count(SpeechOutcome.Cancelled);
            }
            else
            {
                _waiting.Enqueue(job);
            }
        }
    }

    private async Task WorkAsync()
    {
        while (Next() is { } job)
        {
            if (!job.TryTake(out var sound))
            {
                Count(SpeechOutcome.Cancelled);
            }
            else if (time.GetElapsedTime(job.QueuedAt) > options.MaxWait)
            {
                Count(SpeechOutcome.Late);
                job.TryEnd(null);
            }
            else
            {
                await RecogniseAsync(job, sound);
            }
        }
    }

    /// <summary>Null: there is none, and this worker ends.</summary>
    private SpeechJob? Next()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var job))
            {
                return job;
            }

            _working--;
            return null;
        }
    }

    private async Task RecogniseAsync(SpeechJob job, byte[] sound)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(job.Wanted, _stopping.Token);
        var began = time.GetTimestamp();
        Transcript? transcript = null;
        SpeechOutcome outcome;
        try
        {
            either.Token.ThrowIfCancellationRequested();
            await recogniser.PrepareAsync(either.Token);
            began = time.GetTimestamp();
            transcript = await recogniser.RecogniseAsync(sound, either.Token);
            outcome = SpeechOutcome.Recognised;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            outcome = SpeechOutcome.Cancelled;
        }
        catch (SpeechException failure)
        {
            outcome = failure.Outcome;
            reports.OnFailed(language, recogniser.Name, failure);
        }
        catch (Exception fault)
        {
            // Whatever it is, what waits must still be recognised.
            outcome = SpeechOutcome.Failed;
            reports.OnFault(language, recogniser.Name, fault);
        }

        // Before anybody knows: what has ended is counted.
        Learn(outcome, job.Length, time.GetElapsedTime(began));
        Count(outcome);
        if (outcome == SpeechOutcome.Cancelled && job.Wanted.IsCancellationRequested)
        {
            job.TryCancel();
        }
        else
        {
            job.TryEnd(transcript);
        }
    }

    private void Learn(SpeechOutcome outcome, TimeSpan sound, TimeSpan took)
    {
        if (outcome is SpeechOutcome.Recognised or SpeechOutcome.TimedOut)
        {
            _factor.Observe(sound, took);
            metrics.OnRecognised(language, recogniser.Name, sound, took);
        }

        lock (_lock)
        {
            _brokenAt = outcome switch
            {
                SpeechOutcome.Recognised => null,
                SpeechOutcome.NoModel or SpeechOutcome.Suspended => time.GetTimestamp(),
                _ => _brokenAt,
            };
        }
    }

    private void Count(SpeechOutcome outcome)
    {
        metrics.OnEnded(language, recogniser.Name, outcome);
        if (outcome is SpeechOutcome.Dropped or SpeechOutcome.Late)
        {
            reports.OnNotTried(language, recogniser.Name, outcome);
        }
    }
}
