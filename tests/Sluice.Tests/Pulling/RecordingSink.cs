using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

/// <summary>Keeps what a pull hands on; none of it may be from the future.</summary>
internal sealed class RecordingSink : IMediaSink
{
    private readonly TaskCompletionSource _firstFrame = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<(DateTimeOffset CapturedAt, byte[] Jpeg)> Frames { get; } = [];

    /// <summary>When each frame came.</summary>
    public List<DateTimeOffset> FrameArrivals { get; } = [];

    public List<(DateTimeOffset CapturedAt, int Bytes)> Sounds { get; } = [];

    /// <summary>All of the sound, one piece after the other.</summary>
    public List<byte> Pcm { get; } = [];

    public (bool HasVideo, bool HasAudio)? Opened { get; private set; }

    private readonly List<(DateTimeOffset At, TaskCompletionSource Seen)> _awaited = [];

    public Task FirstFrame => _firstFrame.Task;

    /// <summary>Completes with the next frame that was captured at this time or later.</summary>
    public Task FrameAtAsync(DateTimeOffset at)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
            _awaited.Add((at, seen));
        return seen.Task;
    }

    public double SoundSeconds => Sounds.Sum(s => s.Bytes) / 32_000.0;

    public long Bytes { get; private set; }

    public void OnOpened(bool hasVideo, bool hasAudio)
    {
        Assert.Null(Opened);
        Opened = (hasVideo, hasAudio);
    }

    public void OnFrame(CapturedFrame frame)
    {
        Assert.InRange(frame.CapturedAt, DateTimeOffset.MinValue, DateTimeOffset.UtcNow);
        FrameArrivals.Add(DateTimeOffset.UtcNow);
        using (frame)
            Frames.Add((frame.CapturedAt, frame.Jpeg.ToArray()));
        _firstFrame.TrySetResult();
        lock (_awaited)
        {
            foreach (var (at, seen) in _awaited.Where(a => frame.CapturedAt >= a.At))
                seen.TrySetResult();
        }
    }

    public void OnSound(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt)
    {
        Assert.InRange(capturedAt + SoundFormat.Duration(pcm.Length), DateTimeOffset.MinValue, DateTimeOffset.UtcNow);
        Sounds.Add((capturedAt, pcm.Length));
        Pcm.AddRange(pcm);
    }

    public void OnBytes(long count) => Bytes += count;
}
