using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>What captions of live streams say, a stream for each language. All three run at the same time.</summary>
public sealed class CaptionTests(CaptionServer server) : IClassFixture<CaptionServer>
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task What_a_caption_says_is_called_back_at_the_seconds_at_which_it_is_shown(string language)
    {
        var caption = Caption.All.Single(each => each.Language == language);
        var id = server.IdOf(language);
        await server.Receiver.WaitAsync(calls => Frames(calls, id).Any(frame => SecondOf(frame) >= Caption.Last), Within, "the last second");
        Assert.Equal(ResponseCode.Success, (await server.Server.CloseAsync(server.AccessKey, id)).Code);
        var frames = Frames(await server.Receiver.WaitAsync(calls => calls.Ends(id).Count == 1, Within, "the end"), id);

        Assert.All(frames, frame => IsRight(frame, caption));
        Assert.Contains(frames, frame => Caption.IsShownAt(SecondOf(frame)!.Value));
        Assert.Contains(frames, frame => !Caption.IsShownAt(SecondOf(frame)!.Value));
    }

    private static void IsRight(FrameCallback frame, Caption caption)
    {
        var labels = frame.FrameDetail.AllLabels.Where(label => label.RiskLabel1 == "ad").ToList();
        if (!Caption.IsShownAt(SecondOf(frame)!.Value))
        {
            Assert.Empty(labels);
            return;
        }

        Assert.Contains(labels, label => (label.RiskLabel2, label.RiskLabel3, label.RiskDetail!.RiskSource) == ("contact", caption.Messenger, RiskSource.Text));
        var text = frame.FrameDetail.RiskDetail.OcrText!;
        var segment = Assert.Single(text.RiskSegments!);
        Assert.Contains(caption.Number, segment.Segment);
        Assert.Equal(segment.Segment, string.Concat(text.Text.EnumerateRunes().Skip(segment.Position![0]).Take(segment.Position[1] - segment.Position[0])));
    }

    private static List<FrameCallback> Frames(IEnumerable<ReceivedCall> calls, string id) => [.. calls.Frames(id).Where(frame => SecondOf(frame) is not null)];

    private static int? SecondOf(FrameCallback frame) =>
        frame.FrameDetail.RiskDetail.Objects?.FirstOrDefault(seen => seen.QrContent is not null) is { } code ? CodeWindow.SecondOf(code.QrContent!) : null;
}
