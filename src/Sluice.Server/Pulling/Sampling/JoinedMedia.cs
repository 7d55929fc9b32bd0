using System.Buffers;

namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// What the sink has got of a pull, and gets next: one frame a slot when the child changes, and sound that goes on where it
/// ended. Used under the lock of its <see cref="MediaJoin"/>.
/// </summary>
internal sealed class JoinedMedia(TimeSpan slot, JoinClock clock, IMediaSink sink, PullMetrics metrics)
{
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(0.1);
    private static readonly byte[] Silence = new byte[4096];

    private readonly SoundGaps _gaps = new();
    private DateTimeOffset _grid;
    private long _latestSlot;
    private DateTimeOffset _latestFrame;
    private DateTimeOffset _latestSound;
    private bool _opened;
    private bool _hadFrames;

    /// <summary>Frames were handed on, or sound where there is nothing else.</summary>
    public bool HadMedia { get; private set; }

    /// <summary>Where the sound ends that was handed on, in the pull's time; null: there was none.</summary>
    public TimeSpan? SoundEnd { get; private set; }

    /// <summary>A child's source is open; the sink is told of the first.</summary>
    public void Open(bool hasVideo, bool hasAudio)
    {
        if (_opened)
            return;

        _opened = true;
        sink.OnOpened(hasVideo, hasAudio);
    }

    /// <summary>The source has sent this many bytes more.</summary>
    public void AddBytes(long count) => sink.OnBytes(count);

    /// <summary>A frame that came now; the buffer is taken.</summary>
    public void AddFrame(MediaLane lane, TimeSpan pts, byte[] buffer, int length) =>
        HandOn(lane, buffer, length, clock.At(pts + lane.Shift, ref _latestFrame));

    /// <summary>Sound that came now.</summary>
    public void AddSound(MediaLane lane, TimeSpan pts, ReadOnlySpan<byte> pcm) =>
        HandOn(lane, pts, pcm, clock.At(pts + SoundFormat.Duration(pcm.Length) + lane.Shift, ref _latestSound));

    /// <summary>All that the lane holds, as far as the sink does not have it.</summary>
    public void AddHeld(MediaLane lane)
    {
        while (lane.Frames.TryDequeue(out var frame))
            HandOn(lane, frame.Buffer, frame.Length, clock.OfHeld(frame.Pts + lane.Shift, ref _latestFrame));

        while (lane.Sounds.TryDequeue(out var sound))
        {
            HandOnRest(lane, sound.Pts, sound.Buffer.AsSpan(0, sound.Length));
            ArrayPool<byte>.Shared.Return(sound.Buffer);
        }
    }

    private void HandOn(MediaLane lane, byte[] buffer, int length, DateTimeOffset at)
    {
        // Two children's grids are out of step: what the other gave for the slot is not given again.
        var number = (long)Math.Floor((at - _grid + Jitter) / slot);
        if (!lane.GaveFrame && _hadFrames && number <= _latestSlot)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return;
        }

        if (!_hadFrames)
            (_grid, number) = (at, 0);
        _latestSlot = number;
        HadMedia = _hadFrames = lane.GaveFrame = true;
        metrics.OnFrame(clock.Since(at));
        sink.OnFrame(new CapturedFrame(buffer, length, at));
    }

    // Sound arrives when its last sample has been captured.
    private void HandOn(MediaLane lane, TimeSpan pts, ReadOnlySpan<byte> pcm, DateTimeOffset end)
    {
        pts += lane.Shift;
        var duration = SoundFormat.Duration(pcm.Length);
        var at = end - duration;
        SoundEnd = pts + duration;
        HadMedia |= !lane.HasVideo;
        var missing = _gaps.SilenceBefore(pts, pcm.Length);
        for (int piece; missing > 0; missing -= piece)
        {
            piece = Math.Min(missing, Silence.Length);
            sink.OnSound(Silence.AsSpan(0, piece), at - SoundFormat.Duration(missing));
        }

        sink.OnSound(pcm, at);
    }

    // What of it is later than what the sink has.
    private void HandOnRest(MediaLane lane, TimeSpan pts, ReadOnlySpan<byte> pcm)
    {
        var known = SoundEnd - pts - lane.Shift;
        if (known > SoundFormat.Duration(pcm.Length))
            return;

        var skip = known > TimeSpan.Zero ? SoundFormat.Bytes(known.Value) : 0;
        var end = pts + SoundFormat.Duration(pcm.Length);
        HandOn(lane, pts + SoundFormat.Duration(skip), pcm[skip..], clock.OfHeld(end + lane.Shift, ref _latestSound));
    }
}
