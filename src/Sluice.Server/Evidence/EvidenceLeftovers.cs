using Microsoft.Extensions.Logging;
using Sluice.Server.Storage;

namespace Sluice.Server.Evidence;

/// <summary>
/// Removes, once after the start, what a life before this one left: files half-written, and evidence of streams that the
/// store does not know. What this life has written is never touched, and a stream's row is there before its first evidence.
/// </summary>
internal sealed partial class EvidenceLeftovers(
    EvidenceStore store,
    EvidenceFolder folder,
    EvidenceKey key,
    IStore rows,
    EvidenceMetrics metrics,
    TimeProvider time,
    ILogger<EvidenceLeftovers> logger)
{
    /// <summary>Streams that are asked for at once.</summary>
    private const int AtOnce = 200;

    private readonly DateTime _startedAt = time.GetUtcNow().UtcDateTime;

    /// <exception cref="StoreException">The store cannot be asked: nothing more is removed.</exception>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var unfinished = folder.UnfinishedKeys().Where(file => !key.IsOfThisRun(file))
            .Concat(EvidenceFolder.Walk(folder.Unfinished, LogUnreadable, cancellationToken))
            .Count(file => IsOld(file) && !store.IsOfThisRun(file) && TryRemove(file, File.Delete));

        var (streams, files) = (0, 0);
        foreach (var some in folder.Streams(LogUnreadable).Chunk(AtOnce))
        {
            var known = await rows.FindKnownAsync([.. some.Select(stream => stream.Name)], cancellationToken);
            foreach (var stream in some.Where(stream => !known.Contains(stream.Name)))
            {
                var removed = EvidenceFolder.Walk(stream.FullName, LogUnreadable, cancellationToken)
                    .Count(file => IsOld(file) && TryRemove(file, path => store.Remove(new FileInfo(path))));
                EvidenceFolder.Prune(stream);
                (streams, files) = (streams + (removed > 0 ? 1 : 0), files + removed);
            }
        }

        metrics.OnRemoved(files, "unknown");
        if (unfinished + files > 0)
        {
            LogRemoved(unfinished, files, streams);
        }
    }

    private bool IsOld(FileInfo file) => file.LastWriteTimeUtc < _startedAt;

    private bool TryRemove(FileInfo file, Action<string> remove)
    {
        try
        {
            remove(file.FullName);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(file.FullName, exception);
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Removed what was left of an earlier run: {Unfinished} unfinished files, {Files} files of evidence of {Streams} streams that are not known")]
    private partial void LogRemoved(int unfinished, int files, int streams);

    [LoggerMessage(LogLevel.Error, "{Folder} could not be looked through for what an earlier run left: it stays")]
    private partial void LogUnreadable(string folder, Exception exception);

    [LoggerMessage(LogLevel.Error, "{File}, left of an earlier run, could not be removed: it stays")]
    private partial void LogNotRemoved(string file, Exception exception);
}
