using System.Collections.Concurrent;

namespace Sluice.Server.Detection;

/// <summary>
/// The threads on which pictures and sound are judged. In the pool that all else shares a few pictures at a time would hold
/// every thread, and calls would wait for them.
/// </summary>
internal sealed class DetectionThreads : TaskScheduler, IDisposable
{
    [ThreadStatic]
    private static DetectionThreads? _mine;

    // No longer than there are workers, detectors and streams with sound: each has at most one task.
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly int _count;
    private int _surplus;

    public DetectionThreads(int count)
    {
        _count = count;
        for (var i = 0; i < count; i++)
            Add();
    }

    public override int MaximumConcurrencyLevel => _count;

    /// <summary>One more: another is held by work that nobody waits for any longer.</summary>
    public void Add() => new Thread(Run) { IsBackground = true, Name = "sluice-detect" }.Start();

    /// <summary>One less.</summary>
    public void Remove() => Interlocked.Increment(ref _surplus);

    /// <summary>Ends them once they are idle. What comes later, of work that was given up, is done in the pool.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    protected override void QueueTask(Task task)
    {
        try
        {
            _tasks.Add(task);
        }
        catch (InvalidOperationException)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && _mine == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private void Run()
    {
        _mine = this;
        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
            if (TryGo())
                return;
        }
    }

    private bool TryGo()
    {
        for (int surplus; (surplus = Volatile.Read(ref _surplus)) > 0;)
        {
            if (Interlocked.CompareExchange(ref _surplus, surplus - 1, surplus) == surplus)
                return true;
        }

        return false;
    }
}
