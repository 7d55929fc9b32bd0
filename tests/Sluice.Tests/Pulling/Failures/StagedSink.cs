using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>Tells the stage that a frame came, and hands everything on.</summary>
internal sealed class StagedSink(IMediaSink sink, FailureStage stage) : IMediaSink
{
    public void OnOpened(bool hasVideo, bool hasAudio) => sink.OnOpened(hasVideo, hasAudio);

    public void OnFrame(CapturedFrame frame)
    {
        sink.OnFrame(frame);
        stage.FrameCame.TrySetResult();
    }

    public void OnSound(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt) => sink.OnSound(pcm, capturedAt);

    public void OnBytes(long count) => sink.OnBytes(count);
}
