using Sluice.Cli;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Footage;

public sealed class TrafficFootageTests(NginxServer nginx)
{
    private const string Name = "cars.mp4";
    private const int Seconds = 20;

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Recorded_street_traffic_is_read_to_its_end_and_has_no_code()
    {
        var footage = MediaFolder.Require(Name);
        var cut = await ToolRun.RunAsync(
            "ffmpeg",
            ["-nostdin", "-loglevel", "error", "-i", footage, "-t", $"{Seconds}", "-c", "copy", Path.Combine(nginx.Files, Name)],
            TestContext.Current.CancellationToken);
        Assert.True(cut is { ExitCode: 0 }, cut?.Error);
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;

        var submitted = await server.SubmitAsync(Submission.Of(accessKey, $"http://127.0.0.1:{nginx.HttpPort}/{Name}", receiver));
        Assert.Equal(ResponseCode.Success, submitted.Code);
        var id = submitted.RequestId;
        var calls = await receiver.WaitAsync(calls => calls.Ends(id).Count == 2, EndsWithin, "two ends");

        var frames = StreamChecks.Frames(id, calls);
        Assert.InRange(frames.Count, Seconds - 1, Seconds + 1);
        FrameChecks.AreOnTheGrid(frames);
        Assert.All(frames, frame =>
        {
            Assert.Equal(RiskLevel.Pass, frame.FrameDetail.RiskLevel);
            Assert.Null(FrameChecks.CodeOf(frame));
        });

        var segments = StreamChecks.Segments(id, calls);
        var lengths = await EvidenceChecks.SecondsOfAsync(server.Client, segments, data);
        Assert.Equal([10, 10], lengths.Select(length => Math.Round(length)));
        Assert.All(segments, segment => Assert.Equal(RiskLevel.Pass, segment.AudioDetail.RiskLevel));

        Assert.All(calls.Ends(id), end =>
        {
            Assert.Null(end.AuxInfo.ErrorCode);
            Assert.True(end.PullStreamSuccess);
            Assert.Equal(RiskLevel.Pass, end.RiskLevel);
            Assert.InRange(end.AuxInfo.StreamTime, Seconds - 2, Seconds + 2);
        });
        Assert.Empty(server.Children);
    }
}
