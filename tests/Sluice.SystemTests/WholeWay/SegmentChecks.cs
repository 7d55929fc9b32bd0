using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;

namespace Sluice.SystemTests.WholeWay;

/// <summary>When sound was captured.</summary>
internal static class SegmentChecks
{
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    public static TimeSpan LengthOf(AudioCallback segment) =>
        CaptureTime.Parse(segment.AudioDetail.AuxInfo.EndTime) - CaptureTime.Parse(segment.AudioDetail.AuxInfo.StartTime);

    /// <summary>Whole segments of 10 s, then what had come of the next one when the stream was closed.</summary>
    public static void FollowEachOther(IReadOnlyList<AudioCallback> segments, IReadOnlyList<FrameCallback> frames)
    {
        Assert.True(segments.Count >= 2, "a whole segment and an unfinished one");
        Assert.All(segments.SkipLast(1), segment => Assert.InRange(LengthOf(segment), Whole - Tolerance, Whole + Tolerance));
        Assert.InRange(LengthOf(segments[^1]), Shortest, Whole);
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.InRange(
            Start(pair.Second) - CaptureTime.Parse(pair.First.AudioDetail.AuxInfo.EndTime), -Tolerance, Tolerance));
        Assert.All(segments, segment =>
        {
            var detail = segment.AudioDetail;
            Assert.Equal((detail.AuxInfo.StartTime, detail.AuxInfo.EndTime), (detail.AuxInfo.AudioStartTime, detail.AuxInfo.AudioEndTime));
            Assert.Equal(1, detail.VadCode);
            Assert.Equal(RiskLevel.Pass, detail.RiskLevel);
            Assert.Equal(("normal", "", ""), (detail.RiskLabel1, detail.RiskLabel2, detail.RiskLabel3));
        });

        // Sound and picture have one clock.
        var firstFrame = CaptureTime.Parse(frames[0].FrameDetail.AuxInfo.ImgTime);
        var lastFrame = CaptureTime.Parse(frames[^1].FrameDetail.AuxInfo.ImgTime);
        Assert.InRange((Start(segments[0]) - firstFrame).TotalSeconds, -1.5, 1.5);
        Assert.InRange((CaptureTime.Parse(segments[^1].AudioDetail.AuxInfo.EndTime) - lastFrame).TotalSeconds, -1.5, 2.5);
    }

    private static DateTimeOffset Start(AudioCallback segment) => CaptureTime.Parse(segment.AudioDetail.AuxInfo.StartTime);
}
