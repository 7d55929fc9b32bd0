namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// One pull's way out. While it is open its child may connect through the gate, and only to where the policy lets it; closing
/// it closes every connection at once, so that the source sees the end before the child does.
/// </summary>
internal sealed class GateLease : IAsyncDisposable
{
    // HLS fetches a few renditions at once, each with the next segment ahead.
    private const int MostConnections = 64;

    private readonly Lock _lock = new();
    private readonly SourceConnector _connector;
    private readonly PullMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _refused = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;
    private long _bytes;

    public GateLease(
        string url,
        SourceKind kind,
        string proxy,
        SourceConnector connector,
        PullMetrics metrics,
        TimeProvider time,
        Action<Exception> onTrouble)
    {
        _time = time;
        _connector = connector;
        _metrics = metrics;
        Closed = _closed.Token;
        Refused = _refused.Token;
        Environment = [$"http_proxy={proxy}"];
        Url = url;
        if (kind == SourceKind.Rtmp)
        {
            var route = RtmpRoute.Of(url);
            var relay = new RtmpRelay(this, route, onTrouble);
            Url = route.Through(relay.Port);
            TcUrl = route.TcUrl;
        }
    }

    /// <summary>What ffmpeg is to open.</summary>
    public string Url { get; }

    /// <summary>What ffmpeg is to tell an RTMP server as its address; null: nothing.</summary>
    public string? TcUrl { get; }

    /// <summary>
    /// For the child's environment: there it counts for all that ffmpeg opens, and other users of the machine do not see it.
    /// </summary>
    public IReadOnlyList<string> Environment { get; }

    /// <summary>Cancelled when the lease is closed.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Cancelled when a connection was refused by policy: the pull is over.</summary>
    public CancellationToken Refused { get; }

    /// <summary>Why the first of the refused connections was refused; null: none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Why the last connection failed (the host does not resolve, refuses, does not answer); null: it did not.</summary>
    public string? Unreachable { get; private set; }

    /// <summary>What the source sent.</summary>
    public long BytesIn => Interlocked.Read(ref _bytes);

    public void OnBytes(int count)
    {
        Interlocked.Add(ref _bytes, count);
        _metrics.OnGateBytes(count);
    }

    /// <summary>Waits, but not when the lease is closed.</summary>
    public async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, Closed);
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>A connection of the child begins, unless the lease is closed or too many are open; <see cref="Leave"/> ends it.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (Closed.IsCancellationRequested || _connections == MostConnections)
                return false;
            _connections++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _connections--;
            CompleteWhenEmpty();
        }
    }

    /// <summary>Connects to a source; what comes of it is kept for the end of the pull.</summary>
    public async Task<(GateSource? Source, GateFailure? Failure)> ConnectAsync(string host, int port, bool tls)
    {
        var (source, failure) = await _connector.ConnectAsync(host, port, tls, Closed);
        if (Closed.IsCancellationRequested)
            return (source, failure);

        if (failure is { IsRefusal: true })
        {
            _metrics.OnGateRefused();
            Refusal ??= failure.Detail;
            await _refused.CancelAsync();
        }
        else
        {
            Unreachable = failure?.Detail;
        }

        return (source, failure);
    }

    /// <summary>Closes every connection now. Any thread, any number of times.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed.IsCancellationRequested)
                return;
        }

        _closed.Cancel();
        lock (_lock)
            CompleteWhenEmpty();
    }

    /// <summary>Closes, and waits until nothing is left.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _empty.Task;
    }

    private void CompleteWhenEmpty()
    {
        if (_connections == 0 && Closed.IsCancellationRequested)
            _empty.TrySetResult();
    }
}
