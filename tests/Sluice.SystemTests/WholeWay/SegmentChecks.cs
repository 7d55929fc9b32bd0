using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;

namespace Sluice.SystemTests.WholeWay;

/// <summary>When sound was captured.</summary>
internal static class SegmentChecks
{
    private const double Whole = 10;
    private const double Shortest = 1;

    /// <summary>An MP3 is a whole number of frames of 36 ms, with one or two more at its ends.</summary>
    private const double SoundTolerance = 0.2;

    /// <summary>The clock of capture times may have been moved, see <see cref="FrameChecks"/>.</summary>
    private const double LargestMove = 2;

    public static TimeSpan LengthOf(AudioCallback segment) =>
        CaptureTime.Parse(segment.AudioDetail.AuxInfo.EndTime) - CaptureTime.Parse(segment.AudioDetail.AuxInfo.StartTime);

    /// <summary>Whole segments of 10 s, then what had come of the next one when the stream was closed.</summary>
    /// <param name="segments">As they were called back.</param>
    /// <param name="seconds">How much sound there is in each.</param>
    /// <param name="frames">Of the same stream.</param>
    public static void FollowEachOther(
        IReadOnlyList<AudioCallback> segments, IReadOnlyList<double> seconds, IReadOnlyList<FrameCallback> frames)
    {
        Assert.True(segments.Count >= 2, "a whole segment and an unfinished one");
        Assert.All(seconds.SkipLast(1), length => Assert.Equal(Whole, length, SoundTolerance));
        Assert.InRange(seconds[^1], Shortest, Whole);
        Assert.All(segments.Zip(seconds), pair => Assert.Equal(pair.Second, LengthOf(pair.First).TotalSeconds, LargestMove));
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.InRange(
            (Start(pair.Second) - CaptureTime.Parse(pair.First.AudioDetail.AuxInfo.EndTime)).TotalSeconds, -LargestMove, LargestMove));
        Assert.All(segments, segment =>
        {
            var detail = segment.AudioDetail;
            Assert.Equal((detail.AuxInfo.StartTime, detail.AuxInfo.EndTime), (detail.AuxInfo.AudioStartTime, detail.AuxInfo.AudioEndTime));
            // A tone is no voice.
            Assert.Equal(0, detail.VadCode);
            Assert.Equal(RiskLevel.Pass, detail.RiskLevel);
            Assert.Equal(("normal", "", ""), (detail.RiskLabel1, detail.RiskLabel2, detail.RiskLabel3));
        });

        // Sound and picture have one clock.
        var firstFrame = CaptureTime.Parse(frames[0].FrameDetail.AuxInfo.ImgTime);
        var lastFrame = CaptureTime.Parse(frames[^1].FrameDetail.AuxInfo.ImgTime);
        Assert.InRange((Start(segments[0]) - firstFrame).TotalSeconds, -LargestMove, LargestMove);
        Assert.InRange((CaptureTime.Parse(segments[^1].AudioDetail.AuxInfo.EndTime) - lastFrame).TotalSeconds, -LargestMove, LargestMove);
    }

    private static DateTimeOffset Start(AudioCallback segment) => CaptureTime.Parse(segment.AudioDetail.AuxInfo.StartTime);
}
