using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>A live stream that shows a code of each second, and captions that come and go in three languages, submitted in each of them.</summary>
public sealed class CaptionTests(NginxServer nginx)
{
    private const string Name = "whole-way-captions";
    private const int Last = 17;
    private const string Fonts = "/usr/share/fonts/";
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    // From which second each is shown, for three seconds.
    private static readonly (string Language, int From, string Font, string Text, string Messenger, string Number)[] Captions =
    [
        ("zh", 3, "truetype/wqy/wqy-microhei.ttc", "加微信 abc12345", "wechat", "12345"),
        ("en", 8, "truetype/dejavu/DejaVuSans.ttf", "WhatsApp +44 7911 123456", "whatsapp", "123456"),
        ("ar", 13, "opentype/fonts-hosny-amiri/Amiri-Regular.ttf", "واتساب 0501234567", "whatsapp", "0501234567"),
    ];

    [Fact]
    public async Task What_captions_say_in_each_language_is_called_back_at_the_seconds_at_which_they_are_shown()
    {
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path, "Sluice:Detection:DetectorTimeout=00:01:00", "Sluice:Pulling:MaxFrameWait=00:01:00");
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        using var folder = new TemporaryFolder();
        await using var source = await PublishAsync(folder);
        await nginx.PublishedAsync(Name);

        List<string> ids = [];
        foreach (var caption in Captions)
        {
            // The same stream, and to the protocol another source.
            var submission = Submission.Of(accessKey, $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{Name}?{caption.Language}", receiver);
            submission["imgType"] = "QRCODE_IMGTEXTRISK";
            submission["data"]!["lang"] = caption.Language;
            submission.Remove("audioType");
            var submitted = await server.SubmitAsync(submission);
            Assert.Equal((ResponseCode.Success, null), (submitted.Code, submitted.Detail?.NoDetectorFor));
            ids.Add(submitted.RequestId);
        }

        await receiver.WaitAsync(calls => ids.TrueForAll(id => Frames(calls, id).Any(frame => SecondOf(frame) >= Last)), Within, "the last second");
        foreach (var id in ids)
        {
            Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        }

        var ended = await receiver.WaitAsync(calls => ids.TrueForAll(id => calls.Ends(id).Count == 1), Within, "the ends");
        Assert.All(Captions.Zip(ids), each => Assert.All(Frames(ended, each.Second), frame => IsRight(frame, each.First.Language)));
        Assert.All(Captions.Zip(ids), each => Assert.Contains(Frames(ended, each.Second), frame => Shown(frame)?.Language == each.First.Language));
    }

    private static void IsRight(FrameCallback frame, string language)
    {
        var labels = frame.FrameDetail.AllLabels.Where(label => label.RiskLabel1 == "ad").ToList();
        if (Shown(frame) is not { } caption)
        {
            Assert.Empty(labels);
        }
        else if (caption.Language == language)
        {
            Assert.Contains(labels, label => (label.RiskLabel2, label.RiskLabel3, label.RiskDetail!.RiskSource) == ("contact", caption.Messenger, RiskSource.Text));
            var text = frame.FrameDetail.RiskDetail.OcrText!;
            var segment = Assert.Single(text.RiskSegments!);
            Assert.Contains(caption.Number, segment.Segment);
            Assert.Equal(segment.Segment, string.Concat(text.Text.EnumerateRunes().Skip(segment.Position![0]).Take(segment.Position[1] - segment.Position[0])));
        }
    }

    private static (string Language, int From, string Font, string Text, string Messenger, string Number)? Shown(FrameCallback frame)
    {
        var second = SecondOf(frame);
        var shown = Array.FindIndex(Captions, caption => second >= caption.From && second < caption.From + 3);
        return shown < 0 ? null : Captions[shown];
    }

    private static List<FrameCallback> Frames(IEnumerable<ReceivedCall> calls, string id) => [.. calls.Frames(id).Where(frame => SecondOf(frame) is not null)];

    private static int? SecondOf(FrameCallback frame) =>
        frame.FrameDetail.RiskDetail.Objects?.FirstOrDefault(seen => seen.QrContent is not null) is { } code ? CodeWindow.SecondOf(code.QrContent!) : null;

    private async Task<RunningProgram> PublishAsync(TemporaryFolder folder)
    {
        var codes = new CodeWindow(0, Last + 20).WritePictures(folder.Path);
        var filter = "[0][1]overlay=x=1000:y=40";
        foreach (var caption in Captions)
        {
            var file = folder.File(caption.Language);
            await File.WriteAllTextAsync(file, caption.Text, TestContext.Current.CancellationToken);
            filter += $",drawtext=fontfile={Fonts}{caption.Font}:textfile={file}:x=80:y=400:fontsize=56:fontcolor=white:enable='gte(t,{caption.From})*lt(t,{caption.From + 3})'";
        }

        return new RunningProgram(
            "source",
            "ffmpeg",
            [
                "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error",
                "-re", "-f", "lavfi", "-i", "color=c=0x203040:s=1280x720:r=25", "-framerate", "1", "-i", codes,
                "-filter_complex", filter + "[all]", "-map", "[all]", "-t", $"{Last + 20}",
                "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
                "-g", "25", "-b:v", "1500k", "-f", "flv", $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{Name}",
            ]);
    }
}
