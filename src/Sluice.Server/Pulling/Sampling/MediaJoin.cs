using System.Buffers;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// Joins the media of the children that pull a stream one after the other into one: on one clock, frames and sound neither
/// doubled nor missing. Says when the stream should be sampled in another way. Thread-safe: the children of a switch are read
/// at the same time.
/// </summary>
internal sealed class MediaJoin : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.3);

    private readonly Lock _lock = new();
    private readonly TimeSpan _slot;
    private readonly SamplingMemory _memory;
    private readonly StartPlaces _starts;
    private readonly TimeProvider _time;
    private readonly JoinClock _clock;
    private readonly JoinedMedia _media;
    private readonly ITimer _overdue;
    private MediaLane _current;
    private MediaLane? _next;
    private StartTrial? _trial;
    private TaskCompletionSource<SamplingMode> _wish = NewWish();
    private long? _bytesBefore;

    public MediaJoin(PullRequest request, IMediaSink sink, StartPlaces starts, PullMetrics metrics, TimeProvider time)
    {
        _slot = TimeSpan.FromSeconds(request.FrameInterval);
        (_memory, _starts, _time) = (request.Sampling, starts, time);
        _clock = new JoinClock(time);
        _media = new JoinedMedia(_slot, _clock, sink, metrics);
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
    public bool HadMedia
    {
        get
        {
            lock (_lock)
                return _media.HadMedia;
        }
    }

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
            _next = new MediaLane(mode, _trial);
            _trial = null;
            return _next;
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
    /// <param name="bytes">Counts what the source has sent to this child.</param>
    public void OnOpened(MediaLane lane, TimeSpan? start, bool isLive, bool isPaced, bool hasVideo, bool hasAudio, Func<long> bytes)
    {
        lock (_lock)
        {
            (lane.Start, lane.IsLive, lane.IsPaced) = (start, isLive, isPaced);
            (lane.HasVideo, lane.HasAudio, lane.Bytes) = (hasVideo, hasAudio, bytes);
            if (lane == _next)
                Align(lane);
            _media.Open(hasVideo, hasAudio);
        }
    }

    /// <summary>A source has sent this many bytes more, to any of the children: all of them are the stream's.</summary>
    public void OnBytes(long count)
    {
        lock (_lock)
            _media.AddBytes(count);
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
            return lane.IsPaced ? _clock.UntilDue(pts + lane.Shift) : TimeSpan.Zero;
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
            lane.Keyframes.Add(keyframe);
            lane.KeyframeAt = _clock.Now;
            if (lane != _current || !lane.IsLive)
                return;

            // Sound tells the capture time. Where there is none a keyframe does that has not waited for the decoder.
            if (lane is { IsPaced: false, HasAudio: false })
                _clock.See(keyframe.Pts + lane.Shift);

            if (lane.Mode == SamplingMode.AllButBidirectional)
            {
                // When the machine has no time for it now, the next keyframe asks again.
                if (_next is null && lane.Keyframes.KeyframesDo(_slot) && _memory.MayTryKeyframes(_time) && (_trial ??= _starts.TryBeginTrial()) is not null)
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
            var now = _clock.Now;
            lane.OnArrival(pts, now);
            if (lane == _current)
            {
                _media.AddFrame(lane, pts, buffer, length);
                if (lane.IsLive && lane.Mode == SamplingMode.Keyframes && lane.IsLate(pts, now))
                    _wish.TrySetResult(SamplingMode.AllButBidirectional);
            }
            else if (lane == _next)
            {
                lane.HasLateFrames |= lane.IsLate(pts, now);
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
            var now = _clock.Now;
            lane.SoundEnd = pts + SoundFormat.Duration(pcm.Length);
            lane.OnArrival(lane.SoundEnd.Value, now);
            if (lane == _current)
            {
                _media.AddSound(lane, pts, pcm);
                if (lane is { Mode: SamplingMode.Keyframes, IsLive: true, IsPaced: true, Keyframes.Last: { } last }
                    && lane.SoundEnd - last.Pts > _slot + HandOver.Margin)
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
            _trial?.Dispose();
        }

        _overdue.Dispose();
    }

    private static TaskCompletionSource<SamplingMode> NewWish() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void ExpectKeyframe(MediaLane lane)
    {
        _bytesBefore = null;
        if (!lane.IsPaced)
            _overdue.Change(_slot + HandOver.Margin, Timeout.InfiniteTimeSpan);
    }

    private void OnOverdue()
    {
        lock (_lock)
        {
            if (_current is not { Mode: SamplingMode.Keyframes, IsLive: true, IsPaced: false })
                return;

            // A source that sends nothing at all is a matter for the watchdog.
            var bytes = _current.Bytes();
            if (_bytesBefore is { } before && bytes > before)
            {
                _wish.TrySetResult(SamplingMode.AllButBidirectional);
                return;
            }

            _bytesBefore = bytes;
            _overdue.Change(Look, Timeout.InfiniteTimeSpan);
        }
    }

    private void TryTakeOver(MediaLane next, TimeSpan now)
    {
        if (!HandOver.IsDue(_current, next, now))
            return;

        Align(next);
        if (HandOver.IsSeamless(next, _media.SoundEnd, _slot, now))
            TakeOver(next);
    }

    private void Align(MediaLane next) => HandOver.Align(_current, next, _clock.Origin);

    private void TakeOver(MediaLane next)
    {
        _current = next;
        _next = null;
        _wish = NewWish();

        _media.AddHeld(next);
        if (next.Mode == SamplingMode.Keyframes)
            ExpectKeyframe(next);
        next.OnTookOver();
    }
}
