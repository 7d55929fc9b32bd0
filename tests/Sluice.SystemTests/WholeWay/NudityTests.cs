using Sluice.Cli;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>A picture that stands in for an explicit one is shown for some seconds of a stream.</summary>
public sealed class NudityTests(NginxServer nginx)
{
    private const string Name = "nudity.flv";
    private const int From = 3;
    private const int To = 5;
    private const int Seconds = 7;

    [Fact]
    public async Task An_explicit_picture_is_called_back_as_porn_at_its_seconds_and_nothing_else_is()
    {
        // A little earlier than its second, so that the frame at that second has it.
        await EncodeAsync($"gte(t,{From}-0.1)*lt(t,{To}-0.1)");
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(
            data.Path, "Sluice:Detection:DetectorTimeout=00:01:00", "Sluice:Pulling:MaxFrameWait=00:01:00", "Sluice:Streams:DrainFor=00:01:00");
        var submission = Submission.Of((string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!, $"http://127.0.0.1:{nginx.HttpPort}/{Name}", receiver);
        submission["imgType"] = "EROTIC";
        submission.Remove("audioType");

        var submitted = await server.SubmitAsync(submission);
        Assert.Equal(ResponseCode.Success, submitted.Code);
        var calls = await receiver.WaitAsync(calls => calls.Ends(submitted.RequestId).Count == 1, TimeSpan.FromMinutes(2), "the end");

        var frames = calls.Select(call => call.Callback).OfType<FrameCallback>().ToList();
        Assert.InRange(frames.Count, Seconds - 1, Seconds + 1);
        var risky = frames.FindIndex(frame => frame.FrameDetail.RiskLevel != RiskLevel.Pass);
        Assert.Equal(From, risky);
        Assert.All(frames[From..To], IsPorn);
        Assert.All(frames[..From].Concat(frames[To..]), frame =>
        {
            Assert.Equal((RiskLevel.Pass, "normal"), (frame.FrameDetail.RiskLevel, frame.FrameDetail.RiskLabel1));
            Assert.Empty(frame.FrameDetail.AllLabels);
        });
        Assert.Equal(RiskLevel.Reject, calls.Ends(submitted.RequestId).Single().RiskLevel);
    }

    private static void IsPorn(FrameCallback frame)
    {
        var detail = frame.FrameDetail;
        Assert.Equal((RiskLevel.Reject, "porn", "porn", "porn"), (detail.RiskLevel, detail.RiskLabel1, detail.RiskLabel2, detail.RiskLabel3));
        Assert.Equal("Porn:Porn:Porn", detail.RiskDescription);
        Assert.Equal(RiskSource.Image, detail.RiskDetail.RiskSource);
        Assert.Null(detail.RiskDetail.Objects);
        Assert.InRange(Assert.Single(detail.AllLabels).Probability, 0.85, 1);
    }

    private async Task EncodeAsync(string shown)
    {
        var picture = Path.Combine(Checkout.Root, "tests", "Sluice.Tests", "Detection", "Nudity", "explicit.png");
        var run = await ToolRun.RunAsync(
            "ffmpeg",
            [
                "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", $"testsrc2=s=640x360:r=10:d={Seconds}", "-i", picture,
                "-filter_complex", $"[0][1]overlay=enable='{shown}'", "-c:v", "libx264", "-preset", "veryfast", "-g", "10", "-bf", "0",
                "-pix_fmt", "yuv420p", Path.Combine(nginx.Files, Name),
            ],
            TestContext.Current.CancellationToken);
        Assert.True(run is { ExitCode: 0 }, run?.Error);
    }
}
