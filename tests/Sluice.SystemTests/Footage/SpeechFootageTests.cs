using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Footage;

public sealed class SpeechFootageTests(NginxServer nginx)
{
    private const string Name = "footage-speech";

    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Segments_of_live_speech_are_not_silent()
    {
        var footage = MediaFolder.Require("jfk.flac");
        string[] play =
        [
            "-nostdin", "-nostats", "-loglevel", "error",
            "-re", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25", "-re", "-stream_loop", "-1", "-i", footage, "-t", "60",
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "25",
            "-c:a", "aac", "-ar", "44100",
        ];
        var url = $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{Name}";
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        await using var source = new RunningProgram("source", "ffmpeg", [.. play, "-f", "flv", url]);
        await nginx.PublishedAsync(Name);

        var submitted = await server.SubmitAsync(Submission.Of(accessKey, url, receiver));
        Assert.Equal(ResponseCode.Success, submitted.Code);
        var id = submitted.RequestId;
        var calls = await receiver.WaitAsync(calls => calls.Segments(id).Count >= 1, PlaysWithin, "a segment of 10 s");
        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        await receiver.WaitAsync(calls => calls.Ends(id).Count == 2, EndsWithin, "two ends");

        var spoken = StreamChecks.Segments(id, calls);
        Assert.All(spoken, segment => Assert.Equal(1, segment.AudioDetail.VadCode));
        Assert.All(await EvidenceChecks.SecondsOfAsync(server.Client, spoken, data), length => Assert.Equal(10, length, 0.2));
    }
}
