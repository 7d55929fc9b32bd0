using System.Buffers;

namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// Joins the media of the children that pull a stream one after the other into one: on one clock, frames and sound neither
/// doubled nor missing. Says when the stream should be sampled in another way. Thread-safe: the children of a switch are read
/// at the same time.
/// </summary>
internal sealed class MediaJoin : IDisposable
{
    // A source of timestamps of its own for each connection is told from one whose timestamps are the same for all by this.
    private static readonly TimeSpan SameClock = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan SoundPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan LeastLag = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(0.1);
    private static readonly byte[] Silence = new byte[4096];

    private readonly Lock _lock = new();
    private readonly TimeSpan _slot;
    private readonly SamplingMemory _memory;
    private readonly IMediaSink _sink;
    private readonly PullMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly CaptureClock _clock = new();
    private readonly SoundGaps _gaps = new();
    private readonly ITimer _overdue;
    private MediaLane _current;
    private MediaLane? _next;
    private TaskCompletionSource<SamplingMode> _wish = NewWish();
    private TimeSpan? _soundEnd;
    private DateTimeOffset _grid;
    private long _latestSlot;
    private DateTimeOffset _latestFrame;
    private DateTimeOffset _latestSound;
    private Func<long> _bytes = () => 0;
    private long? _bytesBefore;
    private bool _opened;
    private bool _hadFrames;

    public MediaJoin(PullRequest request, IMediaSink sink, PullMetrics metrics, TimeProvider time)
    {
        _slot = TimeSpan.FromSeconds(request.FrameInterval);
        (_memory, _sink, _metrics, _time) = (request.Sampling, sink, metrics, time);
        _current = new MediaLane(_memory.Mode);
        _overdue = time.CreateTimer(_ => OnOverdue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The lane whose media the sink gets.</summary>
    public MediaLane Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>Frames were handed on, or sound where there is nothing else.</summary>
    public bool HadMedia { get; private set; }

    /// <summary>Completes when another mode is wanted; anew after each <see cref="Prepare"/>.</summary>
    public Task<SamplingMode> Wish
    {
        get
        {
            lock (_lock)
                return _wish.Task;
        }
    }

    /// <summary>A lane for a child that is to take over. Its media is held until it can.</summary>
    public MediaLane Prepare(SamplingMode mode)
    {
        lock (_lock)
        {
            _wish = NewWish();
            return _next = new MediaLane(mode);
        }
    }

    /// <summary>The child that was to take over did not.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _next?.Clear();
            _next = null;
            _wish = NewWish();
        }
    }

    /// <summary>The child that was read has ended. True: the one that was to take over has media and goes on from here.</summary>
    public bool Promote()
    {
        lock (_lock)
        {
            if (_next is not { FirstAt: not null } next)
                return false;

            Align(next);
            TakeOver(next);
            return true;
        }
    }

    /// <summary>What is known of a child's source before its media comes.</summary>
    /// <param name="lane">The child's.</param>
    /// <param name="start">The source's timestamp at the child's 0; null: not known.</param>
    /// <param name="isLive">No end of the source is known.</param>
    /// <param name="isPaced">The media is held back to the pace of the clock.</param>
    /// <param name="hasVideo">The source has video.</param>
    /// <param name="hasAudio">It has sound.</param>
    /// <param name="bytes">Counts what the source has sent.</param>
    public void OnOpened(MediaLane lane, TimeSpan? start, bool isLive, bool isPaced, bool hasVideo, bool hasAudio, Func<long> bytes)
    {
        lock (_lock)
        {
            (lane.Start, lane.IsLive, lane.IsPaced) = (start, isLive, isPaced);
            (lane.HasVideo, lane.HasAudio) = (hasVideo, hasAudio);
            _bytes = bytes;
            if (lane == _next)
                Align(lane);
            if (_opened)
                return;
            _opened = true;
            _sink.OnOpened(hasVideo, hasAudio);
        }
    }

    /// <summary>How long media is to wait for the clock; null: the lane's own pace counts.</summary>
    public TimeSpan? DelayOf(MediaLane lane, TimeSpan pts)
    {
        lock (_lock)
        {
            if (lane != _next)
                return null;

            // Behind what the sink has, it catches up as fast as it can.
            Align(lane);
            var early = lane.IsPaced && _clock.Origin is { } origin
                ? origin + (pts + lane.Shift).Ticks - _time.GetUtcNow().UtcTicks
                : 0;
            return early > 0 ? TimeSpan.FromTicks((long)Math.Min(early, TimeSpan.TicksPerMinute)) : TimeSpan.Zero;
        }
    }

    /// <summary>How far apart the lane's keyframes are; zero: not known.</summary>
    public TimeSpan GopOf(MediaLane lane)
    {
        lock (_lock)
            return lane.Keyframes.Gop;
    }

    /// <summary>A keyframe came from the source.</summary>
    public void OnKeyframe(MediaLane lane, Keyframe keyframe)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            lane.Keyframes.Add(keyframe);
            lane.KeyframeAt = now;
            if (lane != _current || !lane.IsLive)
                return;

            // Sound tells the capture time. Where there is none a keyframe does that has not waited for the decoder.
            if (lane is { IsPaced: false, HasAudio: false })
                _clock.At(keyframe.Pts + lane.Shift, now);

            if (lane.Mode == SamplingMode.AllButBidirectional)
            {
                if (lane.Keyframes.KeyframesDo(_slot) && _memory.MayTryKeyframes(now))
                    _wish.TrySetResult(SamplingMode.Keyframes);
                return;
            }

            if (lane.Keyframes.KeyframesFail(_slot))
                _wish.TrySetResult(SamplingMode.AllButBidirectional);
            ExpectKeyframe(lane);
        }
    }

    /// <summary>A frame; the buffer is pooled and taken.</summary>
    public void OnFrame(MediaLane lane, TimeSpan pts, byte[] buffer, int length)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            lane.OnArrival(pts, now);
            if (lane == _current)
            {
                HandOn(lane, buffer, length, _clock.At(pts + lane.Shift, now, ref _latestFrame));
                if (lane.IsLive && lane.Mode == SamplingMode.Keyframes && IsLate(lane, pts, now))
                    _wish.TrySetResult(SamplingMode.AllButBidirectional);
            }
            else if (lane == _next)
            {
                lane.HasLateFrames |= IsLate(lane, pts, now);
                lane.HoldFrame(pts, buffer, length);
                TryTakeOver(lane, now);
            }
            else
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>Sound; valid only during the call.</summary>
    public void OnSound(MediaLane lane, TimeSpan pts, ReadOnlySpan<byte> pcm)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            lane.SoundEnd = pts + SoundFormat.Duration(pcm.Length);
            lane.OnArrival(lane.SoundEnd.Value, now);
            if (lane == _current)
            {
                HandOn(lane, pts, pcm, _clock.At(lane.SoundEnd.Value + lane.Shift, now, ref _latestSound));
                if (lane is { Mode: SamplingMode.Keyframes, IsLive: true, IsPaced: true, Keyframes.Last: { } last }
                    && lane.SoundEnd - last.Pts > _slot + Margin)
                {
                    _wish.TrySetResult(SamplingMode.AllButBidirectional);
                }
            }
            else if (lane == _next)
            {
                lane.HoldSound(pts, pcm);
            }

            if (_next is { } next)
                TryTakeOver(next, now);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _next?.Clear();
            _next = null;
        }

        _overdue.Dispose();
    }

    private static TaskCompletionSource<SamplingMode> NewWish() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void HandOn(MediaLane lane, byte[] buffer, int length, DateTimeOffset at)
    {
        // Two children's grids are out of step: what the other gave for the slot is not given again.
        var slot = (long)Math.Floor((at - _grid + Jitter) / _slot);
        if (!lane.GaveFrame && _hadFrames && slot <= _latestSlot)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return;
        }

        if (!_hadFrames)
            (_grid, slot) = (at, 0);
        _latestSlot = slot;
        HadMedia = _hadFrames = lane.GaveFrame = true;
        _metrics.OnFrame();
        _sink.OnFrame(new CapturedFrame(buffer, length, at));
    }

    // Sound arrives when its last sample has been captured.
    private void HandOn(MediaLane lane, TimeSpan pts, ReadOnlySpan<byte> pcm, DateTimeOffset end)
    {
        pts += lane.Shift;
        var duration = SoundFormat.Duration(pcm.Length);
        var at = end - duration;
        _soundEnd = pts + duration;
        HadMedia |= !lane.HasVideo;
        var missing = _gaps.SilenceBefore(pts, pcm.Length);
        for (int piece; missing > 0; missing -= piece)
        {
            piece = Math.Min(missing, Silence.Length);
            _sink.OnSound(Silence.AsSpan(0, piece), at - SoundFormat.Duration(missing));
        }

        _sink.OnSound(pcm, at);
    }

    // Where there is sound it tells the order in which the child decoded, whenever it is read.
    private static bool IsLate(MediaLane lane, TimeSpan pts, DateTimeOffset now)
    {
        var gop = lane.Keyframes.Gop;
        var lag = lane.SoundEnd is { } sound ? sound - pts
            : !lane.IsPaced && lane.Keyframes.Last?.Pts > pts + LeastLag ? now - lane.KeyframeAt + gop
            : TimeSpan.Zero;
        return gop > TimeSpan.Zero && lag > LeastLag && lag > gop * 0.8;
    }

    private void ExpectKeyframe(MediaLane lane)
    {
        _bytesBefore = null;
        if (!lane.IsPaced)
            _overdue.Change(_slot + Margin, Timeout.InfiniteTimeSpan);
    }

    private void OnOverdue()
    {
        lock (_lock)
        {
            if (_current is not { Mode: SamplingMode.Keyframes, IsLive: true, IsPaced: false })
                return;

            // A source that sends nothing at all is a matter for the watchdog.
            var bytes = _bytes();
            if (_bytesBefore is { } before && bytes > before)
            {
                _wish.TrySetResult(SamplingMode.AllButBidirectional);
                return;
            }

            _bytesBefore = bytes;
            _overdue.Change(Look, Timeout.InfiniteTimeSpan);
        }
    }

    private void TryTakeOver(MediaLane next, DateTimeOffset now)
    {
        if (next.FirstAt is not { } first || (_current.HasVideo && next.Frames.Count == 0))
            return;
        if (!next.IsPaced && now - first < Settling)
            return;

        // 1. The sound goes on where it is: not before the one child has come to where the other began, nor the other to here.
        Align(next);
        if (_soundEnd is { } end && now - first < SoundPatience)
        {
            if (!next.Sounds.TryPeek(out var oldest) || oldest.Pts + next.Shift > end)
                return;
            if (next.SoundEnd + next.Shift < end - Margin)
                return;
        }

        // 2. Keyframes that are held back would be late for ever.
        if (next.Mode == SamplingMode.Keyframes && (next.HasLateFrames || next.Keyframes.KeyframesFail(_slot)))
            return;

        TakeOver(next);
    }

    // Whether the source has the same timestamps for every connection shows when they say the same as the clock.
    private void Align(MediaLane next)
    {
        if (_clock.Origin is not { } origin)
            return;

        var shared = next.Start - _current.Start + _current.Shift;
        if (next.IsPaced && shared is { } known)
        {
            next.Shift = known;
            return;
        }

        if (next.FirstAt is null)
            return;

        var measured = next.Origin - origin;
        if (shared is { } same && Math.Abs(measured - same.Ticks) <= SameClock.Ticks)
            next.Shift = same;
        else if (Math.Abs(measured) < TimeSpan.MaxValue.Ticks / 4)
            next.Shift = TimeSpan.FromTicks((long)measured);
    }

    private void TakeOver(MediaLane next)
    {
        var now = _time.GetUtcNow();
        _current = next;
        _next = null;
        _wish = NewWish();

        while (next.Frames.TryDequeue(out var frame))
            HandOn(next, frame.Buffer, frame.Length, _clock.OfHeld(frame.Pts + next.Shift, now, ref _latestFrame));

        while (next.Sounds.TryDequeue(out var sound))
        {
            HandOnRest(next, sound.Pts, sound.Buffer.AsSpan(0, sound.Length), now);
            ArrayPool<byte>.Shared.Return(sound.Buffer);
        }

        if (next.Mode == SamplingMode.Keyframes)
            ExpectKeyframe(next);
        next.OnTookOver();
    }

    // What of it is later than what the sink has.
    private void HandOnRest(MediaLane lane, TimeSpan pts, ReadOnlySpan<byte> pcm, DateTimeOffset now)
    {
        var known = _soundEnd - pts - lane.Shift;
        if (known > SoundFormat.Duration(pcm.Length))
            return;

        var skip = known > TimeSpan.Zero ? SoundFormat.Bytes(known.Value) : 0;
        var end = pts + SoundFormat.Duration(pcm.Length);
        HandOn(lane, pts + SoundFormat.Duration(skip), pcm[skip..], _clock.OfHeld(end + lane.Shift, now, ref _latestSound));
    }
}
