using Sluice.Cli;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>A live stream in which somebody speaks for some seconds, and whose picture tells the second.</summary>
public sealed class SpeechTests(NginxServer nginx)
{
    private const string Name = "whole-way-speech";

    // Longer than a segment, so that one at least is all silence before it, whenever the pull begins.
    private const double SpeaksFrom = 16;
    private const double SpeaksFor = 4;
    private const string Text = "Good evening everybody and welcome to the show. Tonight we talk about the weather in the mountains and at the sea.";

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);
    private static readonly CodeWindow Codes = new(4, 30);

    [Fact]
    public async Task Segments_in_which_somebody_speaks_say_so_and_the_others_do_not()
    {
        using var folder = new TemporaryFolder();
        var sound = await SpeakAsync(folder);
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path, "Sluice:Detection:DetectorTimeout=00:01:00", "Sluice:Pulling:MaxFrameWait=00:01:00");
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        var url = $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{Name}";
        await using var source = LiveSource.Publish(Codes, url, sound);
        await nginx.PublishedAsync(Name);

        var id = (await server.SubmitAsync(Submission.Of(accessKey, url, receiver))).RequestId;
        await receiver.WaitAsync(
            calls => calls.Segments(id).Any(segment => segment.AudioDetail.VadCode == 1) && calls.Segments(id).Count >= 2, Within, "a segment with a voice");
        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        var calls = await receiver.WaitAsync(calls => calls.Ends(id).Count == 2, Within, "two ends");

        // The second of the programme at which each segment begins and ends, by what the frames say of theirs.
        var zeros = calls.Frames(id).Where(frame => FrameChecks.CodeOf(frame) is not null)
            .Select(frame => CaptureTime.Parse(frame.FrameDetail.AuxInfo.ImgTime).AddSeconds(-CodeWindow.SecondOf(FrameChecks.CodeOf(frame)!)))
            .Order().ToList();
        var zero = zeros[zeros.Count / 2];
        var segments = calls.Segments(id);
        Assert.Contains(segments, segment => segment.AudioDetail.VadCode == 0);
        Assert.All(segments, segment =>
        {
            var times = segment.AudioDetail.AuxInfo;
            var (from, to) = ((CaptureTime.Parse(times.StartTime) - zero).TotalSeconds, (CaptureTime.Parse(times.EndTime) - zero).TotalSeconds);
            var spoken = Math.Min(to, SpeaksFrom + SpeaksFor) - Math.Max(from, SpeaksFrom);

            // A frame may be shown almost a second after its second began.
            if (spoken is < -1 or > 2)
            {
                Assert.True(segment.AudioDetail.VadCode == (spoken > 0 ? 1 : 0), $"from second {from:0.0} to {to:0.0}: vadCode {segment.AudioDetail.VadCode}");
            }
        });
    }

    private static async Task<string> SpeakAsync(TemporaryFolder folder)
    {
        var (speech, whole) = (folder.File("speech.wav"), folder.File("sound.wav"));
        var said = await ToolRun.RunAsync("espeak-ng", ["-v", "en", "-s", "150", "-w", speech, Text], TestContext.Current.CancellationToken);
        Assert.True(said is { ExitCode: 0 }, said?.Error);
        var run = await ToolRun.RunAsync(
            "ffmpeg",
            [
                "-nostdin", "-loglevel", "error", "-i", speech, "-af", FormattableString.Invariant($"atrim=0:{SpeaksFor},adelay={SpeaksFrom * 1000},apad"),
                "-t", "90", "-ar", "44100", whole,
            ],
            TestContext.Current.CancellationToken);
        Assert.True(run is { ExitCode: 0 }, run?.Error);
        return whole;
    }
}
