using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Footage;

public sealed class PeopleFootageTests(NginxServer nginx)
{
    private const string Name = "footage-people";

    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Live_footage_of_people_without_the_sound_that_was_asked_for_is_judged_and_closed()
    {
        var footage = MediaFolder.Require("one-by-one-person.mp4");
        string[] play = ["-nostdin", "-nostats", "-loglevel", "error", "-re", "-i", footage, "-t", "60", "-c", "copy"];
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
        await receiver.WaitAsync(calls => calls.Frames(id).Count >= 5, PlaysWithin, "5 frames");
        Assert.True(source.IsRunning, source.Errors);

        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        var calls = await receiver.WaitAsync(calls => calls.Ends(id).Count == 2, EndsWithin, "two ends");
        await receiver.StayQuietAsync(TimeSpan.FromSeconds(1));

        Assert.True(source.IsRunning, source.Errors);
        Assert.Empty(server.Children);
        Assert.Equal([ContentType.Frame, ContentType.Audio], calls.Ends(id).Select(end => end.ContentType).Order());
        Assert.All(calls.Ends(id), end => Assert.Equal((true, end.ContentType == ContentType.Audio ? 3004 : null), (end.PullStreamSuccess, end.AuxInfo.ErrorCode)));
        Assert.Empty(calls.Segments(id));
        Assert.All(StreamChecks.Frames(id, calls), frame => Assert.Equal(RiskLevel.Pass, frame.FrameDetail.RiskLevel));
    }
}
