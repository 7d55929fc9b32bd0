using System.Buffers;
using Sluice.Server.Children;
using Sluice.Server.Pulling.Gate;
using Sluice.Server.Pulling.Nut;
using Sluice.Server.Pulling.Sampling;

namespace Sluice.Server.Pulling;

/// <summary>Reads one child from its start to its end, under the watchdog. Used once.</summary>
internal sealed class PullAttempt : IDisposable
{
    // A segment of HLS may come a little later than the one before it ends.
    private static readonly TimeSpan HlsCushion = TimeSpan.FromSeconds(1);

    // Longer than most segments are.
    private static readonly TimeSpan HlsAhead = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(2);

    private readonly PullRequest _request;
    private readonly MediaJoin _join;
    private readonly MediaLane _lane;
    private readonly Child _child;
    private readonly GateLease _lease;
    private readonly PullOptions _options;
    private readonly PullMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly AttemptState _state;
    private readonly SourceReport _report = new();
    private readonly TaskCompletionSource _alive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _described = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KeyframeLines _keyframes = new();

    // A live server sends its cached GOP at once; and what came while the source was looked at is there at once.
    private readonly TimeSpan _burstAhead;
    private readonly Pacer _pacer;
    private readonly long _began;
    private long _lastFrame;
    private long _told;
    private long _readFailed;
    private readonly CancellationTokenSource _watchdog;

    /// <param name="request">What is pulled.</param>
    /// <param name="kind">How it is reached.</param>
    /// <param name="join">Takes the media.</param>
    /// <param name="lane">The child's lane there.</param>
    /// <param name="child">The child.</param>
    /// <param name="lease">The child's way out, which counts what the source sends.</param>
    /// <param name="options">The limits.</param>
    /// <param name="metrics">Told of the first frame and of bytes.</param>
    /// <param name="time">The clock.</param>
    public PullAttempt(
        PullRequest request,
        SourceKind kind,
        MediaJoin join,
        MediaLane lane,
        Child child,
        GateLease lease,
        PullOptions options,
        PullMetrics metrics,
        TimeProvider time)
    {
        _request = request;
        (_join, _lane) = (join, lane);
        _child = child;
        _lease = lease;
        _options = options;
        _metrics = metrics;
        _time = time;
        _state = new AttemptState { Kind = kind, FrameInterval = request.FrameInterval };
        _burstAhead = lane.LongLook + TimeSpan.FromSeconds(1);
        _pacer = new Pacer(
            _burstAhead + TimeSpan.FromSeconds(request.FrameInterval), kind == SourceKind.Hls ? HlsCushion : TimeSpan.Zero);
        _began = _lastFrame = time.GetTimestamp();
        _watchdog = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Completes when the child has loaded its libraries and runs, or ended.</summary>
    public Task Alive => _alive.Task;

    /// <summary>What the child complained of last, for logs.</summary>
    public string Complaints => _report.Tail;

    /// <summary>Reads until the child ends or a limit is reached. The child is left to the caller to dispose.</summary>
    public async Task<PullEnd> RunAsync(CancellationToken stop)
    {
        var errors = ReadErrorsAsync(stop);
        using (var both = CancellationTokenSource.CreateLinkedTokenSource(stop, _watchdog.Token))
        {
            try
            {
                await ReadMediaAsync(both.Token);

                // What wrote its last is about to exit; a child that does not is killed.
                _state.ExitCode = await _child.Exit.WaitAsync(ExitTime, _time, stop);
            }
            catch (InvalidDataException)
            {
                _state.Corrupt = true;
            }
            catch (TimeoutException)
            {
                _state.ExitCode = -Libc.SigKill;
            }
            catch (OperationCanceledException)
            {
                // A limit that is reached while nothing is read is one too: no end that the source announced.
                if (_watchdog.IsCancellationRequested)
                    _state.Timeout ??= "nothing came in time";
            }
        }

        _child.Kill();
        await errors;
        if (_report.RefusesVideoOptions)
            _request.Sampling.OnNoVideo();
        TellBytes();
        _state.SinceReadFailure = _time.GetElapsedTime(_readFailed);
        if (stop.IsCancellationRequested)
            return new PullEnd(PullCause.Stopped, "stopped", _state.HadMedia);

        if (ShouldLookAgain)
        {
            _request.Sampling.LooksLong = true;
            return new PullEnd(PullCause.Broken, "there may be video that has not come yet", false) { IsShortLook = true };
        }

        return EndClassifier.Judge(_state, _report);
    }

    public void Dispose() => _watchdog.Dispose();

    private async Task ReadMediaAsync(CancellationToken cancellationToken)
    {
        using var reader = new NutReader(ReadWatchedAsync);
        if (await reader.ReadHeadersAsync(cancellationToken) is not { } streams)
            return;

        // ffmpeg has written what the input is before it wrote these headers. The pace depends on it.
        await _described.Task.WaitAsync(cancellationToken);
        if (ShouldLookAgain)
            return;

        _state.HasVideo = streams.Any(s => s.Class == NutStreamClass.Video);
        _state.HasAudio = streams.Any(s => s.Class == NutStreamClass.Audio);
        if (_state.HasVideo)
            _request.Sampling.OnVideo(_report.IsFlvWithBoth);
        _state.Opened = true;
        _lastFrame = _time.GetTimestamp();
        var isLive = _report is { Duration: null, HasSize: false };
        _join.OnOpened(_lane, _report.Start, isLive, IsPaced, _state.HasVideo, _state.HasAudio, () => _lease.BytesIn);

        await using var held = new HeldPackets(
            () => ReadPacketAsync(reader, cancellationToken), _state.Kind == SourceKind.Hls ? HlsAhead : TimeSpan.Zero, _time);
        while (await held.FillAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DelayOf(held.Next.Pts) is { Ticks: > 0 } delay)
            {
                await held.WaitAsync(delay, cancellationToken);
                continue;
            }

            var packet = held.Take();
            var handedOn = false;
            try
            {
                handedOn = HandOn(packet);
                if (packet.Stream.Class == NutStreamClass.Video || !_state.HasVideo)
                    TellBytes();
            }
            finally
            {
                if (!handedOn)
                    ArrayPool<byte>.Shared.Return(packet.Buffer);
            }
        }
    }

    // The watchdog times reads only: a wait for the pace is not the source's silence.
    private async Task<NutPacket?> ReadPacketAsync(NutReader reader, CancellationToken cancellationToken)
    {
        var packet = await reader.ReadPacketAsync(cancellationToken);
        _watchdog.CancelAfter(Timeout.InfiniteTimeSpan);
        if (packet is not { } one)
            return null;

        if (one.Stream.Class == NutStreamClass.Video)
            _lastFrame = _time.GetTimestamp();
        return one with { Pts = one.Pts - FfmpegArguments.Lead };
    }

    private TimeSpan DelayOf(TimeSpan pts)
    {
        var now = _time.GetElapsedTime(_began);
        if (_join.DelayOf(_lane, pts) is not { } delay)
            return _pacer.DelayOf(pts, now, IsPaced ? TimeSpan.Zero : _burstAhead);

        // When it takes over it goes on at the pace that the join has set.
        _pacer.Anchor(pts, now + delay);
        return delay;
    }

    private void TellBytes()
    {
        var bytes = _lease.BytesIn;
        if (bytes > _told)
            _join.OnBytes(bytes - _told);
        _told = bytes;
    }

    // Some servers send sound at once and video from the next keyframe on; ffmpeg takes what came at first for all that there is.
    private bool ShouldLookAgain => !_state.Opened && _report.MayHaveVideo && !_request.Sampling.LooksLong;

    // HLS comes a segment at a time, a recorded file at a hundred times its pace: both are followed as if they were live.
    private bool IsPaced => _state.Kind == SourceKind.Hls || _report.HasSize;

    // True when the sink has taken the buffer.
    private bool HandOn(NutPacket packet)
    {
        if (packet.Pts > _state.LastPts)
            _state.LastPts = packet.Pts;

        if (packet.Stream.Class == NutStreamClass.Video)
        {
            if (_state.Frames++ == 0)
                _metrics.OnFirstFrame(_time.GetElapsedTime(_began));
            _join.OnFrame(_lane, packet.Pts, packet.Buffer, packet.Length);
            return true;
        }

        _state.Sounds++;
        _join.OnSound(_lane, packet.Pts, packet.Buffer.AsSpan(0, packet.Length));
        return false;
    }

    private async ValueTask<int> ReadWatchedAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var (left, timeout) = Limit();
        if (left <= TimeSpan.Zero)
        {
            _state.Timeout = timeout;
            throw new OperationCanceledException(timeout);
        }

        _watchdog.CancelAfter(left);
        try
        {
            var count = await _child.ReadOutputAsync(target, cancellationToken);
            if (count > 0)
                _metrics.OnBytes(count);
            return count;
        }
        catch (OperationCanceledException) when (_watchdog.IsCancellationRequested)
        {
            _state.Timeout = timeout;
            throw;
        }
    }

    private (TimeSpan Left, string Timeout) Limit()
    {
        if (!_state.Opened)
        {
            // A source whose keyframes are known to be further apart is looked at for longer.
            var open = _options.OpenTimeout + _lane.LongLook - MediaLane.LeastLongLook;
            return (open - _time.GetElapsedTime(_began), $"not open within {open.TotalSeconds:0.#} s");
        }

        var interval = _state.HasVideo ? TimeSpan.FromSeconds(_request.FrameInterval) : TimeSpan.Zero;
        var stall = interval + (_state.Kind == SourceKind.Hls ? _options.HlsStallTimeout : _options.StallTimeout);
        var patience = interval + FramePatience;
        var frames = patience - _time.GetElapsedTime(_lastFrame);
        return _state.HasVideo && frames < stall
            ? (frames, $"no frame for {patience.TotalSeconds:0.#} s")
            : (stall, $"no data for {stall.TotalSeconds:0.#} s");
    }

    // A source whose keyframes are far apart may have none to begin with for that long.
    private TimeSpan FramePatience
    {
        get
        {
            var gops = _join.GopOf(_lane) * 3;
            return gops > _options.FrameTimeout ? gops : _options.FrameTimeout;
        }
    }

    private async Task ReadErrorsAsync(CancellationToken stop)
    {
        try
        {
            await ErrorLines.ReadAsync(_child, Take, OnErrorsRead, stop);
        }
        finally
        {
            _alive.TrySetResult();
            _described.TrySetResult();
        }
    }

    private void OnErrorsRead()
    {
        _alive.TrySetResult();
        if (_report.IsDescribed)
            _described.TrySetResult();
    }

    private void Take(string line)
    {
        if (_keyframes.Read(line) is { } keyframe)
            _join.OnKeyframe(_lane, keyframe);
        else
            Report(line);
    }

    private void Report(string line)
    {
        var failures = _report.ReadFailures;
        _report.Add(line);
        if (_report.ReadFailures > failures)
            _readFailed = _time.GetTimestamp();
    }
}
