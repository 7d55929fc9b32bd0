using System.Buffers;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>A child of a pull that does what a test says.</summary>
internal sealed class ScriptedChild(MediaJoin join, MediaLane lane, CancellationToken stop)
{
    private readonly TaskCompletionSource<PullEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MediaLane Lane => lane;

    /// <summary>It was told to stop. It is gone when the test lets it end.</summary>
    public bool IsToldToStop => stop.IsCancellationRequested;

    public Task<PullEnd> Ended => _end.Task;

    /// <summary>It has opened a live source of video without sound.</summary>
    public void Open() => Open(hasVideo: true);

    /// <summary>It has opened a live source of video or of sound.</summary>
    public void Open(bool hasVideo) =>
        join.OnOpened(lane, TimeSpan.Zero, isLive: true, isPaced: false, hasVideo, hasAudio: !hasVideo, () => 0);

    /// <summary>A keyframe came; at the same second it is the same for all children.</summary>
    public void Keyframe(double seconds) => Keyframe(seconds, (ulong)(1 + (seconds * 1000)));

    public void Keyframe(double seconds, ulong content) =>
        join.OnKeyframe(lane, new Keyframe(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds), content));

    /// <summary>A frame came; what it shows is its only byte.</summary>
    public void Frame(double seconds, byte shown = 0)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16);
        buffer[0] = shown;
        join.OnFrame(lane, TimeSpan.FromSeconds(seconds), buffer, 1);
    }

    public void Bytes(long count) => join.OnBytes(count);

    public void End(PullCause cause) => _end.SetResult(new PullEnd(cause, $"{cause}", false));

    public void Fail() => _end.SetException(new InvalidOperationException("a fault"));

    /// <summary>Completes when it is told to stop.</summary>
    public async Task ToldToStopAsync()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.UnsafeRegister(_ => told.TrySetResult(), null);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
