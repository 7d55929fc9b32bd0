using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Storage;

namespace Sluice.Server.Evidence;

/// <summary>Removes evidence by age, then the oldest while there is too much. Whatever goes wrong here, the server goes on.</summary>
internal sealed partial class EvidenceRetention(
    EvidenceStore store,
    EvidenceLeftovers leftovers,
    EvidenceFolder folder,
    IOptions<EvidenceOptions> options,
    EvidenceMetrics metrics,
    TimeProvider time,
    ILogger<EvidenceRetention> logger) : BackgroundService
{
    private readonly EvidenceOptions _options = options.Value;
    private readonly RetentionClock _keep = new(options.Value.MaxAge, time);

    /// <summary>One look through what is kept. Costs the folders of the days that lose files, not those that stay. What
    /// cannot be read or removed is named in the log and left.</summary>
    internal void Sweep(CancellationToken cancellationToken)
    {
        var byAge = RemoveByAge(cancellationToken);
        metrics.OnRemoved(byAge, "age");
        var bySize = RemoveBySize(cancellationToken);
        metrics.OnRemoved(bySize, "size");
        if (byAge + bySize > 0)
        {
            LogRemoved(byAge, bySize, store.Bytes);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.SweepInterval, time);
        var (isCounted, isClean) = (false, false);
        try
        {
            do
            {
                try
                {
                    if (!isCounted)
                    {
                        store.Recount(LogUnreadable, stoppingToken);
                        isCounted = true;
                    }

                    if (!isClean)
                    {
                        await leftovers.RemoveAsync(stoppingToken);
                        isClean = true;
                    }

                    Sweep(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogFailed(e, _options.SweepInterval);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private long RemoveByAge(CancellationToken cancellationToken)
    {
        var before = _keep.Before().UtcDateTime;
        var lastDay = DateOnly.FromDateTime(before);
        var removed = 0L;
        foreach (var (day, directory) in folder.Days().TakeWhile(d => d.Day <= lastDay))
        {
            foreach (var file in EvidenceFolder.Walk(directory.FullName, LogUnreadable, cancellationToken))
            {
                if ((day < lastDay || file.LastWriteTimeUtc <= before) && TryRemove(file))
                {
                    removed++;
                }
            }

            EvidenceFolder.Prune(directory);
        }

        return removed;
    }

    private long RemoveBySize(CancellationToken cancellationToken)
    {
        var removed = 0L;
        if (store.Bytes <= _options.MaxBytes)
        {
            return removed;
        }

        foreach (var (_, directory) in folder.Days())
        {
            foreach (var file in EvidenceFolder.Walk(directory.FullName, LogUnreadable, cancellationToken).OrderBy(file => file.LastWriteTimeUtc))
            {
                if (store.Bytes <= _options.MaxBytes)
                {
                    break;
                }

                if (TryRemove(file))
                {
                    removed++;
                }
            }

            EvidenceFolder.Prune(directory);
            if (store.Bytes <= _options.MaxBytes)
            {
                break;
            }
        }

        return removed;
    }

    private bool TryRemove(FileInfo file)
    {
        try
        {
            return store.Remove(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(file.FullName, exception);
            return false;
        }
    }
}
