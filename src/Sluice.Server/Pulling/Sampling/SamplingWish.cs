using Sluice.Server.Pulling.Starts;

namespace Sluice.Server.Pulling.Sampling;

/// <summary>Says when a stream should be sampled in another way, by the media that the sink gets. Used under the lock of its <see cref="MediaJoin"/>.</summary>
internal sealed class SamplingWish : IDisposable
{
    private readonly TimeSpan _slot;
    private readonly SamplingMemory _memory;
    private readonly StartPlaces _starts;
    private readonly TimeProvider _time;
    private readonly KeyframeAlarm _overdue;
    private TaskCompletionSource<SamplingMode> _wish = New();
    private StartTrial? _trial;

    /// <param name="slot">The interval of the frames.</param>
    /// <param name="memory">What was learned of the stream.</param>
    /// <param name="starts">Where leave is asked for what the stream can do without.</param>
    /// <param name="onTime">Called when a keyframe may be overdue; to call <see cref="OnTime"/>.</param>
    /// <param name="time">The clock.</param>
    public SamplingWish(TimeSpan slot, SamplingMemory memory, StartPlaces starts, Action onTime, TimeProvider time)
    {
        (_slot, _memory, _starts, _time) = (slot, memory, starts, time);
        _overdue = new KeyframeAlarm(slot + HandOver.Margin, onTime, time);
    }

    /// <summary>Completes when another mode is wanted; anew after each <see cref="Renew"/>.</summary>
    public Task<SamplingMode> Task => _wish.Task;

    public void Renew() => _wish = New();

    /// <summary>The leave that was got for what is wished for; null: the stream needs it.</summary>
    public StartTrial? TakeTrial()
    {
        var trial = _trial;
        _trial = null;
        return trial;
    }

    /// <summary>A keyframe of the source came.</summary>
    /// <param name="lane">Through the child that is heard.</param>
    /// <param name="next">The one that is to take over; null: none.</param>
    public void OnKeyframe(MediaLane lane, MediaLane? next)
    {
        if (lane.Mode == SamplingMode.Keyframes)
        {
            if (lane.Keyframes.KeyframesFail(_slot))
                Wish(SamplingMode.AllButBidirectional);
            Expect(lane);
            return;
        }

        if (next is { Mode: SamplingMode.Keyframes } && lane.Keyframes.KeyframesFail(_slot))
            next.OnUnwanted();

        // When the machine has no time for it now, the next keyframe asks again.
        if (next is null && lane.Keyframes.KeyframesDo(_slot) && _memory.MayTryKeyframes(_time) && (_trial ??= _starts.TryBeginTrial()) is not null)
            Wish(SamplingMode.Keyframes);
    }

    /// <summary>A frame was handed on.</summary>
    public void OnFrame(MediaLane lane, TimeSpan pts, TimeSpan now)
    {
        if (lane is { IsLive: true, Mode: SamplingMode.Keyframes } && lane.IsLate(pts, now))
            Wish(SamplingMode.AllButBidirectional);
    }

    /// <summary>Sound was handed on.</summary>
    public void OnSound(MediaLane lane)
    {
        if (lane is { Mode: SamplingMode.Keyframes, IsLive: true, IsPaced: true, Keyframes.Last: { } last }
            && lane.SoundEnd - last.Pts > _slot + HandOver.Margin)
        {
            Wish(SamplingMode.AllButBidirectional);
        }
    }

    /// <summary>The next keyframe is expected, if nothing but keyframes is decoded and they come when they are sent.</summary>
    public void Expect(MediaLane lane)
    {
        if (lane is { Mode: SamplingMode.Keyframes, IsPaced: false })
            _overdue.Expect();
    }

    /// <summary>A keyframe may be overdue.</summary>
    public void OnTime(MediaLane lane)
    {
        if (lane is { Mode: SamplingMode.Keyframes, IsLive: true, IsPaced: false, HasEnded: false } && _overdue.IsOverdue(lane.Bytes()))
            Wish(SamplingMode.AllButBidirectional);
    }

    public void Dispose()
    {
        _trial?.Dispose();
        _overdue.Dispose();
    }

    private static TaskCompletionSource<SamplingMode> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wish(SamplingMode mode) => _wish.TrySetResult(mode);
}
