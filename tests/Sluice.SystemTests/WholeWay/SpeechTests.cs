using Sluice.Cli;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Order;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>A live stream in which somebody speaks English for some seconds, and whose picture tells the second.</summary>
[TakesSeconds(35)]
public sealed class SpeechTests(NginxServer nginx)
{
    private const string Name = "whole-way-speech";

    // Longer than a segment, so that one at least is all silence before it, whenever the pull begins.
    private const double SpeaksFrom = 16;
    private const double SpeaksFor = 5.4;

    // Recordings of people, from Debian's pocketsphinx-testdata: "four queen of clubs", then "eight of spades four of clubs seven of hearts".
    private static readonly string[] Recordings = [.. new[] { "002", "005" }.Select(name => $"/usr/share/pocketsphinx/test/data/cards/{name}.wav")];

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);
    private static readonly CodeWindow Codes = new(4, 30);

    [Fact]
    public async Task Segments_in_which_somebody_speaks_say_so_and_what_is_said_and_the_others_do_not()
    {
        using var folder = new TemporaryFolder();
        var sound = await SpeakAsync(folder);
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(
            data.Path,
            "Sluice:Detection:DetectorTimeout=00:01:00", "Sluice:Pulling:MaxFrameWait=00:01:00",
            "Sluice:Speech:Timeout=00:01:00", "Sluice:Pulling:MaxSpeechWait=00:01:00");
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        await ListAsync(data.Path, "clubs");
        var url = $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{Name}";
        await using var source = LiveSource.Publish(Codes, url, sound);
        await nginx.PublishedAsync(Name);

        var submission = Submission.Of(accessKey, url, receiver);
        submission["data"]!["lang"] = "en";
        var id = (await server.SubmitAsync(submission)).RequestId;
        await receiver.WaitAsync(
            calls => calls.Segments(id).Any(segment => segment.AudioDetail.RiskLevel != RiskLevel.Pass) && calls.Segments(id).Count >= 2, Within, "a word of the list");
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

            Assert.True(spoken > -1 || segment.AudioDetail is { RiskLevel: RiskLevel.Pass, Content: "" }, $"from second {from:0.0} to {to:0.0}: {segment.AudioDetail.Content}");
        });
        Assert.All(segments.Where(segment => segment.AudioDetail.RiskLevel != RiskLevel.Pass), segment => AssertHit(segment.AudioDetail));
    }

    private static void AssertHit(AudioDetail detail)
    {
        Assert.Equal((RiskLevel.Review, "Hit custom list", RiskSource.Text), (detail.RiskLevel, detail.RiskDescription, detail.RiskDetail.RiskSource));
        Assert.Equal((detail.Content, detail.Content), (detail.AudioText, detail.RiskDetail.AudioText));
        var list = Assert.Single(detail.RiskDetail.MatchedLists!);
        Assert.Equal("cards", list.Name);
        Assert.All(list.Words, word => Assert.Equal("clubs", detail.Content[word.Position![0]..word.Position[1]]));
    }

    private static async Task ListAsync(string dataFolder, string word)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("words.txt"), word + "\n", TestContext.Current.CancellationToken);
        foreach (string[] command in (string[][])
            [
                ["lists", "create", "cards", "--kind", "words", "--mode", "whole", "--level", "REVIEW", "--tenant", "acme", "--data", dataFolder],
                ["lists", "import", "cards", folder.File("words.txt"), "--tenant", "acme", "--data", dataFolder],
            ])
        {
            var run = await SluiceProgram.RunAsync(command);
            Assert.True(run.ExitCode == 0, run.Error);
        }
    }

    private static async Task<string> SpeakAsync(TemporaryFolder folder)
    {
        var whole = folder.File("sound.wav");
        var run = await ToolRun.RunAsync(
            "ffmpeg",
            [
                "-nostdin", "-loglevel", "error", .. Recordings.SelectMany(recording => (string[])["-i", recording]), "-filter_complex",
                FormattableString.Invariant($"[0:a][1:a]concat=n=2:v=0:a=1,adelay={SpeaksFrom * 1000},apad"), "-t", "90", "-ar", "44100", whole,
            ],
            TestContext.Current.CancellationToken);
        Assert.True(run is { ExitCode: 0 }, run?.Error);
        return whole;
    }
}
