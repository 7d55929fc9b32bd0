namespace Sluice.Server.Evidence;

/// <summary>Keeps the frames and sounds that callbacks link to, as files.</summary>
internal sealed class EvidenceStore(EvidenceFolder folder, EvidenceMetrics metrics, TimeProvider time)
{
    // A save of this run may be under way or done while the files of earlier runs are counted.
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly DateTime _startedAt = time.GetUtcNow().UtcDateTime;
    private long _bytes;

    /// <summary>Bytes kept, as far as they were counted.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>
    /// Writes a file whole or not at all, and returns its key. It is not forced to the disk: a power cut may lose evidence,
    /// never a result. A second save of the same name replaces the first.
    /// </summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="name">Unique in the stream, without extension: letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="content">The file.</param>
    /// <param name="contentType"><c>image/jpeg</c> or <c>audio/mpeg</c>.</param>
    /// <param name="cancellationToken">Stops before the file is there.</param>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public async Task<string> SaveAsync(
        string streamId, string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = EvidenceFolder.KeyOf(now, streamId, name, contentType);
        var path = folder.PathOf(key);
        folder.Create(folder.Unfinished);
        var unfinished = Path.Combine(folder.Unfinished, $"{_run}-{Guid.NewGuid():N}");
        try
        {
            await WriteAsync(unfinished, content, cancellationToken);
            File.SetLastWriteTimeUtc(unfinished, now.UtcDateTime);
            var replaced = new FileInfo(path) is { Exists: true } old ? old.Length : 0;
            MoveTo(unfinished, path);
            Count(content.Length - replaced);
            metrics.OnSaved();
            return key;
        }
        catch (Exception failure)
        {
            if (failure is not OperationCanceledException)
            {
                metrics.OnFailed();
            }

            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Counts what earlier runs of the server left and closes it to others. Once, at start.</summary>
    /// <param name="unreadable">Told of folders that cannot be looked through.</param>
    /// <param name="cancellationToken">Stops the count: nothing is counted.</param>
    public void Recount(Action<string, Exception> unreadable, CancellationToken cancellationToken)
    {
        folder.Close();
        var bytes = 0L;
        foreach (var (_, day) in folder.Days())
        {
            bytes += EvidenceFolder.Walk(day.FullName, unreadable, cancellationToken)
                .Where(file => file.LastWriteTimeUtc < _startedAt)
                .Sum(file => file.Length);
        }

        Count(bytes);
    }

    /// <summary>This run of the server is writing the file: it is not finished yet.</summary>
    public bool IsOfThisRun(FileInfo unfinished) => unfinished.Name.StartsWith(_run, StringComparison.Ordinal);

    /// <summary>Removes a file. One that is gone already is none.</summary>
    public bool Remove(FileInfo file)
    {
        if (!file.Exists)
        {
            return false;
        }

        var length = file.Length;
        file.Delete();
        Count(-length);
        return true;
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // Written in one piece: a buffer would only copy it.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        await file.WriteAsync(content, cancellationToken);
    }

    private void MoveTo(string unfinished, string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        folder.Create(parent);
        try
        {
            File.Move(unfinished, path, overwrite: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The retention removed the empty folder in between.
            folder.Create(parent);
            File.Move(unfinished, path, overwrite: true);
        }
    }

    private void Count(long change) => metrics.OnBytes(Interlocked.Add(ref _bytes, change));
}
