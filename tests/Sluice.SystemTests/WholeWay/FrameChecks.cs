using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>When frames were captured, and what they show.</summary>
internal static class FrameChecks
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>A frame of the source is 40 ms long, and the codec may put a slot's frame one earlier or later.</summary>
    private static readonly TimeSpan GridTolerance = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan OffsetTolerance = TimeSpan.FromMilliseconds(600);

    /// <summary>
    /// Media that comes more than 0.5 s early or late moves the clock of capture times, as protocol §3 has it; a busy machine
    /// stalls so long. A few frames may be this far off, most must not.
    /// </summary>
    private static readonly TimeSpan LargestMove = TimeSpan.FromSeconds(2);

    /// <summary>What libzbar says about a code's corners may be a few pixels off.</summary>
    private const int Pixels = 4;

    /// <summary>What the code in the frame says, or null.</summary>
    public static string? CodeOf(FrameCallback frame) => frame.FrameDetail.RiskDetail.Objects?.SingleOrDefault()?.QrContent;

    /// <summary>One frame a second, but for the first: it comes as soon as there is one, in the middle of its second.</summary>
    public static void AreOnTheGrid(IReadOnlyList<FrameCallback> frames)
    {
        var times = frames.Select(TimeOf).ToList();
        Assert.InRange(times[1] - times[0], -LargestMove, Interval + LargestMove);
        AreMostlyTheSame([.. times.Skip(1).Zip(times.Skip(2), (one, next) => next - one - Interval)], GridTolerance);
        Assert.InRange(times[^1] - times[1] - ((times.Count - 2) * Interval), -LargestMove, LargestMove);
    }

    /// <summary>Each code tells the second of the source that the frame is of; all others are frames without one.</summary>
    public static void ShowTheCodesAtTheirSeconds(IReadOnlyList<FrameCallback> frames, CodeWindow codes)
    {
        var found = frames.Where(frame => CodeOf(frame) is not null).ToList();
        Assert.Equal(
            Enumerable.Range(codes.First, codes.Last - codes.First + 1),
            found.Select(frame => CodeWindow.SecondOf(CodeOf(frame)!)));
        Assert.All(found, ShowsItsCode);

        var offset = HaveOneClock([.. found.Select(frame => (frame, CodeWindow.SecondOf(CodeOf(frame)!)))]);

        Assert.All(frames.Where(frame => CodeOf(frame) is null), frame =>
        {
            Passes(frame);
            var time = TimeOf(frame) - DateTimeOffset.UnixEpoch - offset;
            Assert.True(
                time < (codes.First * Interval) + LargestMove || time > ((codes.Last + 1) * Interval) - LargestMove,
                $"the frame of second {time.TotalSeconds:0.0} has no code");
        });
    }

    /// <summary>There is one offset between the source's clock and capture times, and no frame is older than the one before it.</summary>
    /// <param name="frames">Each with the second of the source that it is of. None is a stream's first, which may be of any moment of its second.</param>
    /// <returns>The capture time of second 0, since the epoch.</returns>
    public static TimeSpan HaveOneClock(IReadOnlyList<(FrameCallback Frame, int Second)> frames)
    {
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.InRange(pair.Second.Second - pair.First.Second, 0, int.MaxValue));
        return AreMostlyTheSame([.. frames.Select(frame => TimeOf(frame.Frame) - DateTimeOffset.UnixEpoch - (frame.Second * Interval))], OffsetTolerance);
    }

    /// <summary>Two of three are as near to the one in the middle as they must be, and none is far off.</summary>
    private static TimeSpan AreMostlyTheSame(IReadOnlyList<TimeSpan> times, TimeSpan tolerance)
    {
        var middle = times.Order().ElementAt(times.Count / 2);
        var distances = times.Select(time => (time - middle).Duration()).ToList();
        Assert.True(
            distances.Count(distance => distance <= tolerance) * 3 >= times.Count * 2 && distances.Max() <= LargestMove,
            $"seconds around {middle.TotalSeconds}: {string.Join(' ', times.Select(time => (time - middle).TotalSeconds))}");
        return middle;
    }

    private static void ShowsItsCode(FrameCallback frame)
    {
        var detail = frame.FrameDetail;
        Assert.Equal(RiskLevel.Review, detail.RiskLevel);
        Assert.Equal(("qrcode", "qrcode", "qrcode"), (detail.RiskLabel1, detail.RiskLabel2, detail.RiskLabel3));
        Assert.Equal("QR code:QR code:QR code", detail.RiskDescription);
        Assert.Equal(RiskSource.Image, detail.RiskDetail.RiskSource);
        Assert.Equal("qrcode", Assert.Single(detail.AllLabels).RiskLabel1);
        var box = Assert.Single(detail.RiskDetail.Objects!).Location!;
        Assert.Equal(4, box.Count);
        Assert.InRange(box[0], CodeWindow.X - Pixels, CodeWindow.X + CodeWindow.Side + Pixels);
        Assert.InRange(box[1], CodeWindow.Y - Pixels, CodeWindow.Y + CodeWindow.Side + Pixels);
        // The code without its border is 126 pixels wide and high.
        Assert.InRange(box[2], box[0] + 100, CodeWindow.X + CodeWindow.Side + Pixels);
        Assert.InRange(box[3], box[1] + 100, CodeWindow.Y + CodeWindow.Side + Pixels);
    }

    private static void Passes(FrameCallback frame)
    {
        var detail = frame.FrameDetail;
        Assert.Equal(RiskLevel.Pass, detail.RiskLevel);
        Assert.Equal(("normal", "", ""), (detail.RiskLabel1, detail.RiskLabel2, detail.RiskLabel3));
        Assert.Equal("Normal", detail.RiskDescription);
        Assert.Equal(RiskSource.None, detail.RiskDetail.RiskSource);
        Assert.Empty(detail.AllLabels);
    }

    private static DateTimeOffset TimeOf(FrameCallback frame) => CaptureTime.Parse(frame.FrameDetail.AuxInfo.ImgTime);
}
