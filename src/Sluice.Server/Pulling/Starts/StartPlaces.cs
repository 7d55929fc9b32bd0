namespace Sluice.Server.Pulling.Starts;

/// <summary>
/// The places for children that start, as many as the machine brings to life quickly. Streams that begin come first, one after the
/// other; trials, second children that only save processor time, when no stream waits. Thread-safe.
/// </summary>
/// <param name="most">Places at most.</param>
/// <param name="time">The clock.</param>
internal sealed class StartPlaces(int most, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly StartLimit _limit = new(most, time);
    private readonly LinkedList<TaskCompletionSource<StartPlace>> _streams = [];
    private readonly LinkedList<TaskCompletionSource<StartPlace>> _switches = [];
    private int _taken;
    private int _trials;

    /// <summary>How many places there are now.</summary>
    public int Places
    {
        get
        {
            lock (_lock)
                return _limit.Places;
        }
    }

    /// <summary>How many wait for one.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _streams.Count + _switches.Count;
        }
    }

    /// <summary>Waits for a place, which the caller is to release.</summary>
    /// <param name="isTrial">Every child that is no trial goes before.</param>
    /// <param name="stop">Gives up at once.</param>
    public async Task<StartPlace> EnterAsync(bool isTrial, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var place = new TaskCompletionSource<StartPlace>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<TaskCompletionSource<StartPlace>> waiting;
        lock (_lock)
        {
            waiting = (isTrial ? _switches : _streams).AddLast(place);
            Serve();
        }

        using var leaving = stop.UnsafeRegister(_ => Leave(waiting, stop), null);
        return await place.Task;
    }

    /// <summary>
    /// A second child may be tried beside a stream's first: nobody waits for a place, the last start was not slow, and no more
    /// trials are under way than there are places. So a busy machine tries one at a time, with pauses: never to try would keep it
    /// busy, since each trial that succeeds frees processor time. Null: not now.
    /// </summary>
    public StartTrial? TryBeginTrial()
    {
        lock (_lock)
        {
            if (_streams.Count + _switches.Count > 0 || _limit.IsStrained || _trials >= _limit.Places)
                return null;
            _trials++;
            return new StartTrial(this);
        }
    }

    /// <summary>For <see cref="StartPlace"/>.</summary>
    /// <param name="began">When the child began that runs now; null: it says nothing about the machine.</param>
    public void Release(long? began)
    {
        lock (_lock)
        {
            _taken--;
            if (began is { } at)
                _limit.OnStarted(at);
            Serve();
        }
    }

    /// <summary>For <see cref="StartTrial"/>.</summary>
    public void EndTrial()
    {
        lock (_lock)
            _trials--;
    }

    private void Serve()
    {
        while (_taken < _limit.Places && (_streams.First ?? _switches.First) is { } next)
        {
            next.List!.Remove(next);
            _taken++;
            next.Value.SetResult(new StartPlace(this));
        }
    }

    private void Leave(LinkedListNode<TaskCompletionSource<StartPlace>> waiting, CancellationToken stop)
    {
        lock (_lock)
        {
            if (waiting.List is not { } list)
                return;
            list.Remove(waiting);
        }

        waiting.Value.SetCanceled(stop);
    }
}
