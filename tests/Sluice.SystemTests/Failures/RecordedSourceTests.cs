using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Order;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Failures;

[TakesSeconds(40)]
public sealed class RecordedSourceTests(NginxServer nginx)
{
    private static readonly CodeWindow Codes = new(9, 10);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_recorded_file_ends_by_itself_when_it_is_read_to_its_end()
    {
        var name = "recorded.flv";
        await LiveSource.RecordAsync(Codes, Length, "-f", "flv", Path.Combine(nginx.Files, name));

        await EndsByItselfAsync(name);
    }

    [Fact]
    public async Task A_playlist_with_an_end_ends_by_itself_when_it_is_read_to_its_end()
    {
        var name = "recorded.m3u8";
        await LiveSource.RecordAsync(Codes, Length, "-f", "hls", "-hls_time", "2", "-hls_list_size", "0", Path.Combine(nginx.Files, name));
        Assert.Contains(
            "#EXT-X-ENDLIST", await File.ReadAllTextAsync(Path.Combine(nginx.Files, name), TestContext.Current.CancellationToken));

        await EndsByItselfAsync(name);
    }

    private async Task EndsByItselfAsync(string name)
    {
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        var submitted = await server.SubmitAsync(Submission.Of(accessKey, $"http://127.0.0.1:{nginx.HttpPort}/{name}", receiver));
        var id = submitted.RequestId;

        var calls = await receiver.WaitAsync(calls => calls.Ends(id).Count == 2, EndsWithin, "two ends");

        // Everything came, then the end.
        Assert.IsType<EndCallback>(calls.Last(call => call.Path == "/img").Callback);
        Assert.IsType<EndCallback>(calls.Last(call => call.Path == "/audio").Callback);
        var shown = Enumerable.Range(0, (int)Length.TotalSeconds).Select(second => second is 9 or 10 ? $"second-{second}" : null);
        Assert.Equal(shown, calls.Frames(id).Select(FrameChecks.CodeOf));
        var seconds = await EvidenceChecks.SecondsOfAsync(server.Client, calls.Segments(id), data);
        Assert.Equal([10, 2], seconds.Select(length => Math.Round(length)));
        Assert.All(calls.Ends(id), end =>
        {
            Assert.Null(end.AuxInfo.ErrorCode);
            Assert.True(end.PullStreamSuccess);
            Assert.Equal(RiskLevel.Review, end.RiskLevel);
            StreamChecks.StreamTimeIsRight(end, calls.Frames(id), calls.Segments(id));
        });
        await receiver.StayQuietAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(server.Children);
    }
}
