using System.Buffers;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// One child's media on its way to the sink. While another child's media is what the sink gets, this one's is held: a few
/// seconds, the newest. Its tasks apart it is used under the lock of its <see cref="MediaJoin"/>.
/// </summary>
/// <param name="mode">What the child decodes.</param>
/// <param name="trial">The leave to try it; null: the stream needs this child.</param>
/// <param name="longestGop">How far apart the source's keyframes are known to be; zero: not known.</param>
internal sealed class MediaLane(SamplingMode mode, StartTrial? trial = null, TimeSpan longestGop = default)
{
    /// <summary>How long a source is looked at that seemed to have no video: longer than most keyframes are apart.</summary>
    public static readonly TimeSpan LeastLongLook = TimeSpan.FromSeconds(11);

    private const int MostFrames = 12;
    private static readonly TimeSpan MostSound = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LeastLag = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _tookOver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan _lastHeld;
    private readonly TaskCompletionSource _unwanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SamplingMode Mode { get; } = mode;

    /// <summary>The stream would go on without it as well.</summary>
    public bool IsTrial => trial is not null;

    public KeyframeWatch Keyframes { get; } = new();

    /// <summary>Completes when this child's media is what the sink gets.</summary>
    public Task TookOver => _tookOver.Task;

    /// <summary>Completes when the stream is better off without it.</summary>
    public Task Unwanted => _unwanted.Task;

    /// <summary>How long its source is looked at for video that may come with its next keyframe only; no longer when it is there.</summary>
    public TimeSpan LongLook { get; } = longestGop > LeastLongLook ? longestGop + LeastLag : LeastLongLook;

    /// <summary>
    /// The source's timestamp that the child was told to take for its 0, so that its slots are those of the children before it.
    /// Null: none.
    /// </summary>
    public TimeSpan? Zero { get; init; }

    /// <summary>What the source's own timestamps are at the child's 0; null: not known.</summary>
    public TimeSpan? Start { get; set; }

    /// <summary>The source has no end that is known: it can be joined a second time where it is now.</summary>
    public bool IsLive { get; set; }

    /// <summary>Its media is held back to the pace of the clock, so when it is read says nothing about when it came.</summary>
    public bool IsPaced { get; set; }

    /// <summary>The source has video.</summary>
    public bool HasVideo { get; set; }

    /// <summary>It has sound.</summary>
    public bool HasAudio { get; set; }

    /// <summary>Counts what its source has sent.</summary>
    public Func<long> Bytes { get; set; } = () => 0;

    /// <summary>A frame of it was handed on.</summary>
    public bool GaveFrame { get; set; }

    /// <summary>Its sound has come to where that of the child before it ended.</summary>
    public bool HasJoinedSound { get; set; }

    /// <summary>Added to the child's timestamps, they are the pull's.</summary>
    public TimeSpan Shift { get; set; }

    /// <summary>By how much <see cref="Shift"/> may be wrong: it was measured. Zero: the source's timestamps say it.</summary>
    public TimeSpan ShiftError { get; set; }

    /// <summary><see cref="Shift"/> is certain, and its media is not what the source kept for it any more but new.</summary>
    public bool IsAligned { get; set; }

    /// <summary>Its child is gone: nothing comes any more.</summary>
    public bool HasEnded { get; set; }

    /// <summary>A frame came later than the keyframe after it.</summary>
    public bool HasLateFrames { get; set; }

    /// <summary>Where its sound ends, in the child's time; null: none came.</summary>
    public TimeSpan? SoundEnd { get; set; }

    /// <summary>When its first media came, on <see cref="JoinClock.Now"/>, like all times here.</summary>
    public TimeSpan? FirstAt { get; private set; }

    /// <summary>The time at the child's 0, by what came with the least delay; in ticks.</summary>
    public decimal Origin { get; private set; } = decimal.MaxValue;

    /// <summary>When the latest keyframe came.</summary>
    public TimeSpan KeyframeAt { get; set; }

    public Queue<(TimeSpan Pts, byte[] Buffer, int Length)> Sounds { get; } = [];

    public Queue<(TimeSpan Pts, byte[] Buffer, int Length)> Frames { get; } = [];

    /// <summary>Media with this timestamp is there.</summary>
    public void OnArrival(TimeSpan pts, TimeSpan now)
    {
        if (FirstAt is null)
        {
            FirstAt = now;
            trial?.Dispose();
        }

        var origin = (decimal)now.Ticks - pts.Ticks;
        Origin = origin < Origin ? origin : Origin;
    }

    /// <summary>No frame that is held up in the child is missing to the one that was held last.</summary>
    public bool IsUpToDate(TimeSpan slot, TimeSpan now) => now.Ticks - Origin - (_lastHeld + slot).Ticks <= LeastLag.Ticks;

    public void HoldFrame(TimeSpan pts, byte[] buffer, int length)
    {
        _lastHeld = pts;
        Frames.Enqueue((pts, buffer, length));
        if (Frames.Count > MostFrames)
            ArrayPool<byte>.Shared.Return(Frames.Dequeue().Buffer);
    }

    public void HoldSound(TimeSpan pts, ReadOnlySpan<byte> pcm)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(pcm.Length);
        pcm.CopyTo(buffer);
        Sounds.Enqueue((pts, buffer, pcm.Length));
        while (pts - Sounds.Peek().Pts > MostSound)
            ArrayPool<byte>.Shared.Return(Sounds.Dequeue().Buffer);
    }

    /// <summary>A frame with this timestamp, which is there now, comes later than the keyframe after it.</summary>
    public bool IsLate(TimeSpan pts, TimeSpan now)
    {
        // Where there is sound it tells the order in which the child decoded, whenever it is read.
        var gop = Keyframes.Gop;
        var lag = SoundEnd is { } sound ? sound - pts
            : !IsPaced && Keyframes.Last?.Pts > pts + LeastLag ? now - KeyframeAt + gop
            : TimeSpan.Zero;
        return gop > TimeSpan.Zero && lag > LeastLag && lag > gop * 0.8;
    }

    /// <summary>Tells who waits for <see cref="TookOver"/>.</summary>
    public void OnTookOver() => _tookOver.TrySetResult();

    /// <summary>Tells who waits for <see cref="Unwanted"/>.</summary>
    public void OnUnwanted() => _unwanted.TrySetResult();

    /// <summary>Gives back what is held.</summary>
    public void Clear()
    {
        trial?.Dispose();
        while (Frames.TryDequeue(out var frame))
            ArrayPool<byte>.Shared.Return(frame.Buffer);
        while (Sounds.TryDequeue(out var sound))
            ArrayPool<byte>.Shared.Return(sound.Buffer);
    }
}
