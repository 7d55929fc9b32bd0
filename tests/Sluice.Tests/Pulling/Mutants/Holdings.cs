using System.Collections.Concurrent;

namespace Sluice.Tests.Pulling.Mutants;

/// <summary>What this process held at a moment, and what it holds more of later; and what went wrong unseen in between.</summary>
internal sealed class Holdings : IDisposable
{
    private const long MoreMemory = 128L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<Exception> _unseen = [];
    private readonly int _sockets;
    private readonly HashSet<string> _children;
    private readonly long _memory;

    public Holdings()
    {
        Collect();
        _sockets = Sockets();
        _children = [.. Children()];
        _memory = GC.GetTotalMemory(forceFullCollection: true);
        TaskScheduler.UnobservedTaskException += OnUnseen;
    }

    /// <summary>Nothing is left: waits for what is still being closed.</summary>
    public async Task AssertNothingLeftAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (Sockets() > _sockets || Children().Except(_children).Any())
                await timer.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }

        Collect();
        Assert.InRange(Sockets(), 0, _sockets);
        Assert.Empty(Children().Except(_children));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, _memory + MoreMemory);
        Assert.Empty(_unseen);
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnseen;

    private void OnUnseen(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        if (e.Exception.ToString().Contains("Sluice.Server", StringComparison.Ordinal))
            _unseen.Enqueue(e.Exception);
    }

    // What nobody awaited says so when it is collected.
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static int Sockets() =>
        new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(IsSocket);

    private static bool IsSocket(FileSystemInfo descriptor)
    {
        try
        {
            return descriptor.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Children()
    {
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            string[] children = [];
            try
            {
                children = File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            }
            catch (IOException)
            {
                // The thread ended meanwhile.
            }

            foreach (var child in children)
                yield return child;
        }
    }
}
