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
    private readonly Lock _lock = new();
    private readonly TimeSpan _slot;
    private readonly SamplingWish _wish;
    private readonly JoinClock _clock;
    private readonly JoinedMedia _media;
    private readonly ITimer _settled;
    private MediaLane _current;
    private MediaLane? _next;

    public MediaJoin(PullRequest request, IMediaSink sink, StartPlaces starts, PullMetrics metrics, TimeProvider time)
    {
        _slot = TimeSpan.FromSeconds(request.FrameInterval);
        _wish = new SamplingWish(_slot, request.Sampling, starts, OnTime, time);
        _clock = new JoinClock(time);
        _media = new JoinedMedia(_slot, _clock, sink, metrics);
        _current = new MediaLane(request.Sampling.Mode);
        _settled = time.CreateTimer(_ => OnSettled(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

    /// <inheritdoc cref="SamplingWish.Task"/>
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
            _wish.Renew();
            _next = new MediaLane(mode, _wish.TakeTrial(), _current.Keyframes.Gop) { Zero = _current.Start + _media.LatestSlot(_current) };
            return _next;
        }
    }

    /// <summary>The child that was to take over is given up. False: it took over this very moment.</summary>
    public bool Abandon(MediaLane lane)
    {
        lock (_lock)
        {
            if (lane != _next)
                return false;

            lane.Clear();
            _next = null;
            _wish.Renew();
            _wish.Expect(_current);
            return true;
        }
    }

    /// <summary>
    /// The child that was read has ended: the one that is to take over does as soon as it is known where its media goes on, seamless or
    /// not. True: it has some.
    /// </summary>
    public bool Leave(MediaLane ended)
    {
        lock (_lock)
        {
            // The other took over this very moment.
            if (ended != _current)
                return true;

            _current.HasEnded = true;
            _wish.Renew();
            if (_next is not { FirstAt: not null } next)
                return false;

            TryTakeOver(next, _clock.Now);
            return true;
        }
    }

    /// <summary>All children have ended: what is held of the last one is handed on.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (!_current.HasEnded || _next is not { FirstAt: not null } next)
                return;

            Align(next);
            TakeOver(next);
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
            // What begins long before the zero that was told is shifted to begin at 0, lead and all.
            (lane.Start, lane.IsLive, lane.IsPaced) = (start < lane.Zero - FfmpegArguments.Lead ? start + FfmpegArguments.Lead : lane.Zero ?? start, isLive, isPaced);
            (lane.HasVideo, lane.HasAudio, lane.Bytes) = (hasVideo, hasAudio, bytes);
            if (lane == _next)
            {
                Align(lane);
                if (_current is { HasVideo: true, HasEnded: false } && !hasVideo)
                    lane.OnUnwanted();
            }

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
            if (lane == _next)
                TryTakeOver(lane, lane.KeyframeAt);
            if (lane != _current || !lane.IsLive)
                return;

            // Sound tells the capture time. Where there is none a keyframe does that has not waited for the decoder.
            if (lane is { IsPaced: false, HasAudio: false })
                _clock.See(keyframe.Pts + lane.Shift);

            _wish.OnKeyframe(lane, _next);
        }
    }

    /// <summary>A frame; the buffer is pooled and taken.</summary>
    public void OnFrame(MediaLane lane, TimeSpan pts, byte[] buffer, int length)
    {
        lock (_lock)
        {
            var now = _clock.Now;
            OnArrival(lane, pts, now);
            if (lane == _current)
            {
                _media.AddFrame(lane, pts, buffer, length);
                _wish.OnFrame(lane, pts, now);
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
            OnArrival(lane, lane.SoundEnd.Value, now);
            if (lane == _current)
            {
                _media.AddSound(lane, pts, pcm);
                _wish.OnSound(lane);
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
            _wish.Dispose();
        }

        _settled.Dispose();
    }

    private void OnTime()
    {
        lock (_lock)
            _wish.OnTime(_current);
    }

    private void OnArrival(MediaLane lane, TimeSpan pts, TimeSpan now)
    {
        if (lane.FirstAt is null && lane == _next)
            _settled.Change(HandOver.Settling, Timeout.InfiniteTimeSpan);
        lane.OnArrival(pts, now);
    }

    private void OnSettled()
    {
        lock (_lock)
        {
            if (_next is { } next)
                TryTakeOver(next, _clock.Now);
        }
    }

    private void TryTakeOver(MediaLane next, TimeSpan now)
    {
        Align(next);
        if (HandOver.IsDue(_current, next, _slot, now) && HandOver.IsSeamless(_current, next, _media.SoundEnd, _slot, now))
            TakeOver(next);
    }

    private void Align(MediaLane next) => HandOver.Align(_current, next, _clock.Origin);

    private void TakeOver(MediaLane next)
    {
        _current = next;
        _next = null;
        _wish.Renew();

        _media.AddHeld(next);
        _wish.Expect(next);
        next.OnTookOver();
    }
}
