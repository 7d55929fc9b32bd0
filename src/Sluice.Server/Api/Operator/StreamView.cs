using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Server.Api.Operator;

/// <summary>A stream as protocol §8 shows it.</summary>
internal static class StreamView
{
    /// <summary>Seconds.</summary>
    private const int SoundWithin = 10;

    public static StreamInfo Of(StreamSummary stream)
    {
        var progress = stream.Progress;
        return new StreamInfo
        {
            RequestId = stream.Id,
            State = StreamStates.NameOf(stream.State),
            EndReason = WireNames.Of(stream.EndReason),
            ErrorCode = stream.ErrorCode == 0 ? null : stream.ErrorCode,
            AudioErrorCode = IsMute(stream.State, progress) ? CallbackBodies.NoAudio : null,
            Room = stream.Room,
            StreamName = stream.StreamName,
            Url = AddressView.Of(stream.Url),
            SubmittedAt = stream.SubmittedAt,
            FirstFrameAt = progress.FirstFrameAt,
            LastFrameAt = progress.LastFrameAt,
            ClosedAt = stream.ClosedAt,
            EndedAt = stream.EndedAt,
            Frames = new ResultCounts
            {
                Captured = progress.FramesCaptured,
                Moderated = progress.FramesModerated,
                Risky = progress.FramesRisky,
                Dropped = progress.FramesDropped,
                Suppressed = progress.FramesSuppressed,
            },
            Segments = new ResultCounts
            {
                Captured = progress.SegmentsCaptured,
                Moderated = progress.SegmentsModerated,
                Risky = progress.SegmentsRisky,
                Dropped = progress.SegmentsDropped,
                Suppressed = progress.SegmentsSuppressed,
            },
            RiskLevel = progress.Worst,
            StreamTime = progress.StreamSeconds,
            PullAttempts = progress.PullAttempts,
            Bytes = progress.Bytes,
            Callbacks = new DeliveryCounts
            {
                Pending = stream.Callbacks.Pending,
                Delivered = stream.Callbacks.Delivered,
                Dead = stream.Callbacks.Dead,
            },
            Node = stream.Owner,
        };
    }

    // Of a stream that has only begun sound may still come.
    private static bool IsMute(StreamState state, StreamProgress progress) =>
        progress.IsMute && (state >= StreamState.Closing || progress.StreamSeconds >= SoundWithin);
}
