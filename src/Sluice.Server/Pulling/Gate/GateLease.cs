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
    private readonly GateBeat _beat;
    private readonly GateTarget? _only;
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _refused = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;
    private long _bytes;
    private string? _failure;
    private string? _distrust;

    public GateLease(string url, SourceKind kind, string proxy, SourceConnector connector, PullMetrics metrics, GateBeat beat)
    {
        _beat = beat;
        _connector = connector;
        _metrics = metrics;
        Closed = _closed.Token;
        Refused = _refused.Token;
        Environment = [$"http_proxy={proxy}"];
        Url = url;
        if (kind == SourceKind.Rtmp)
        {
            var route = RtmpRoute.Of(url);
            _only = route.Target;
            Url = route.Through;
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

    /// <summary>
    /// Why the last connection failed (the host does not resolve, refuses, does not answer, is not who it says). When it did not,
    /// the last certificate that was not accepted: a playlist that comes hides that its segments do not. Null: none of it.
    /// </summary>
    public string? Unreachable => _failure ?? _distrust;

    /// <summary>The bytes that the source sent, without those of TLS itself.</summary>
    public long BytesIn => Interlocked.Read(ref _bytes);

    public void OnBytes(int count)
    {
        Interlocked.Add(ref _bytes, count);
        _metrics.OnGateBytes(count);
    }

    /// <summary>Waits for the next beat, but not when the lease is closed.</summary>
    public async Task PauseAsync() => await _beat.NextAsync().WaitAsync(Closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

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

    /// <summary>What a request leads to; null: it does not concern this pull. An RTMP pull has one server, whatever is asked for.</summary>
    public GateTarget? TargetOf(ProxyRequest request) =>
        _only is null
            ? new GateTarget(request.IsTunnel ? "https" : "http", request.Host, request.Port)
            : request.IsTunnel && request.Host == RtmpRoute.StandIn ? _only : null;

    /// <summary>Connects to a source; what comes of it is kept for the end of the pull.</summary>
    public async Task<(GateSource? Source, GateFailure? Failure)> ConnectAsync(GateTarget target)
    {
        var (source, failure) = await _connector.ConnectAsync(target, Closed);
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
            _failure = failure?.Detail;
            if (failure is { IsUntrusted: true })
                _distrust = failure.Detail;
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
