using System.Diagnostics.CodeAnalysis;
using Sluice.Server.Pulling;

namespace Sluice.Server.Streams;

/// <summary>A stream of this node, with the session that it has now: a fault ends a session, not the stream.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Sources without a timer hold nothing, and a close may come after the end.")]
internal sealed class OwnedStream
{
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _left = new();
    private PullSession? _session;

    /// <summary>The node is going down: no further session begins.</summary>
    public bool IsLeft => _left.IsCancellationRequested;

    /// <summary>The close was accepted. Any thread, any number of times.</summary>
    public void Close()
    {
        _closed.Cancel();
        Volatile.Read(ref _session)?.Stop();
    }

    /// <summary>The node is going down.</summary>
    public void Leave()
    {
        _left.Cancel();
        Volatile.Read(ref _session)?.Leave();
    }

    /// <summary>Runs the stream's next session.</summary>
    public Task RunAsync(PullSession session)
    {
        // What was told before this session was there to hear it. The exchange keeps the order; told twice is no harm.
        Interlocked.Exchange(ref _session, session);
        if (_closed.IsCancellationRequested)
        {
            session.Stop();
        }

        if (IsLeft)
        {
            session.Leave();
        }

        return session.RunAsync();
    }

    /// <summary>The pause after a fault. The node's leaving cuts it short, and a close too unless it was known before.</summary>
    public async Task PauseAsync(TimeSpan pause, bool closeIsKnown, TimeProvider time)
    {
        using var cut = closeIsKnown
            ? CancellationTokenSource.CreateLinkedTokenSource(_left.Token)
            : CancellationTokenSource.CreateLinkedTokenSource(_left.Token, _closed.Token);
        await Task.Delay(pause, time, cut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
