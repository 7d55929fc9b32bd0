using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>A live stream that shows a code of each second, a woman for some of them and a cat for others.</summary>
public sealed class SightTests(NginxServer nginx)
{
    private const string Name = "whole-way-sight";
    private const int Last = 14;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    // Where the pictures are in the frame; and in them the face.
    private static readonly int[] Face = [125, 45, 200, 135];
    private static readonly int[] Woman = [20, 20, 340, 340];
    private static readonly int[] Cat = [20, 40, 440, 320];

    [Fact]
    public async Task Faces_persons_animals_and_codes_are_called_back_with_their_labels_places_and_times()
    {
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path, "Sluice:Detection:DetectorTimeout=00:01:00", "Sluice:Pulling:MaxFrameWait=00:01:00");
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        using var folder = new TemporaryFolder();
        await using var source = Publish(folder.Path, nginx.RtmpPort);
        await nginx.PublishedAsync(Name);
        var submission = Submission.Of(accessKey, $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{Name}", receiver);
        submission["imgBusinessType"] = "FACEDETECTION_GENDER_PERSON_MAMMAL";
        submission.Remove("audioType");

        var submitted = await server.SubmitAsync(submission);
        Assert.Equal((ResponseCode.Success, null), (submitted.Code, submitted.Detail?.NoDetectorFor));
        await receiver.WaitAsync(calls => Frames(calls).Any(frame => SecondOf(frame) >= Last), Within, "the last second");
        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, submitted.RequestId)).Code);
        var ended = await receiver.WaitAsync(calls => calls.Ends(submitted.RequestId).Count == 1, Within, "the end");

        var frames = Frames(ended);
        // A busy machine may come to the stream some seconds after it began.
        var seconds = SecondOf(frames[^1])!.Value - SecondOf(frames[0])!.Value;
        Assert.InRange(frames.Count, seconds - 3, seconds + 3);
        FrameChecks.HaveOneClock([.. frames.Skip(1).Select(frame => (frame, SecondOf(frame)!.Value))]);
        Assert.Contains(frames, ShowsTheWoman);
        Assert.Contains(frames, ShowsTheCat);
        Assert.All(frames, IsRight);
    }

    private static bool ShowsTheWoman(FrameCallback frame) => SecondOf(frame) is >= 6 and <= 8;

    private static bool ShowsTheCat(FrameCallback frame) => SecondOf(frame) is >= 10 and <= 12;

    private static void IsRight(FrameCallback frame)
    {
        var labels = frame.FrameDetail.BusinessLabels;
        Assert.Equal(RiskLevel.Review, frame.FrameDetail.RiskLevel);
        if (ShowsTheWoman(frame))
        {
            var face = Assert.Single(Of(labels, "face").BusinessDetail!.Faces!);
            Lies(face.Location!, Face, 0.4);
            Assert.InRange(face.FaceRatio!.Value, 0.01, 0.06);
            Assert.Equal("female", Of(labels, "gender").BusinessLabel2);
            Lies(Of(labels, "person").BusinessDetail!.Persons![0].Location!, Woman, 0.5);
            Assert.DoesNotContain(labels, label => label.BusinessLabel1 == "mammal");
            Assert.Equal((1, 1), (frame.FrameDetail.RiskDetail.FaceNum, frame.FrameDetail.RiskDetail.PersonNum));
        }
        else if (ShowsTheCat(frame))
        {
            var cat = Of(labels, "mammal");
            Assert.Equal(("cat", "Mammal:Cat:Cat"), (cat.BusinessLabel2, cat.BusinessDescription));
            Assert.InRange(cat.ConfidenceLevel!.Value, 0, 2);
            Lies(Assert.Single(cat.BusinessDetail!.Objects!).Location!, Cat, 0.5);
            Assert.DoesNotContain(labels, label => label.BusinessLabel1 is "face" or "person");
        }
        else
        {
            Assert.Empty(labels);
            Assert.Null(frame.FrameDetail.RiskDetail.FaceNum);
        }
    }

    private static BusinessLabel Of(IEnumerable<BusinessLabel> labels, string name) => Assert.Single(labels, label => label.BusinessLabel1 == name);

    // What both cover of what either covers.
    private static void Lies(IReadOnlyList<int> place, int[] expected, double atLeast)
    {
        var width = Math.Min(place[2], expected[2]) - Math.Max(place[0], expected[0]);
        var height = Math.Min(place[3], expected[3]) - Math.Max(place[1], expected[1]);
        var both = (double)Math.Max(0, width) * Math.Max(0, height);
        var share = both / (Area(place) + Area(expected) - both);
        Assert.True(share >= atLeast, $"[{string.Join(", ", place)}] and [{string.Join(", ", expected)}] share {share:0.00}");
    }

    private static double Area(IReadOnlyList<int> place) => (double)(place[2] - place[0]) * (place[3] - place[1]);

    private static List<FrameCallback> Frames(IReadOnlyList<ReceivedCall> calls) =>
        [.. calls.Select(call => call.Callback).OfType<FrameCallback>().Where(frame => SecondOf(frame) is not null)];

    private static int? SecondOf(FrameCallback frame) =>
        frame.FrameDetail.RiskDetail.Objects?.FirstOrDefault(seen => seen.QrContent is not null) is { } code ? CodeWindow.SecondOf(code.QrContent!) : null;

    private static RunningProgram Publish(string folder, int port)
    {
        var codes = new CodeWindow(0, Last + 10).WritePictures(folder);
        return new RunningProgram(
            "source",
            "ffmpeg",
            [
                "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error",
                "-re", "-f", "lavfi", "-i", "color=c=0x607080:s=640x360:r=25", "-framerate", "1", "-i", codes,
                "-i", Checkout.Picture("astronaut.jpg"), "-i", Checkout.Picture("chelsea.jpg"),
                "-filter_complex",
                $"[2]scale={Woman[2] - Woman[0]}:{Woman[3] - Woman[1]}[woman];[3]scale={Cat[2] - Cat[0]}:{Cat[3] - Cat[1]}[cat];"
                + $"[0][1]overlay=x=460:y=6[a];[a][woman]overlay=x={Woman[0]}:y={Woman[1]}:enable='gte(t,6)*lt(t,9)'[b];"
                + $"[b][cat]overlay=x={Cat[0]}:y={Cat[1]}:enable='gte(t,10)*lt(t,13)'[all]",
                "-map", "[all]", "-t", $"{Last + 10}", "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
                "-g", "25", "-b:v", "1500k", "-f", "flv", $"rtmp://127.0.0.1:{port}/live/{Name}",
            ]);
    }
}
