using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Failures;

public sealed class FailedSourceTests(NginxServer nginx)
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    private static readonly string[] ShortSchedule =
    [
        "Sluice:Pulling:RetryEvery=00:00:00.2", "Sluice:Pulling:AttemptFor=00:00:00.5", "Sluice:Pulling:Pauses:0=00:00:00.1",
    ];

    [Fact]
    public async Task A_source_that_refuses_or_is_not_there_ends_as_failed_with_3001_when_the_schedule_is_used_up()
    {
        using var data = new TemporaryFolder();
        using var closed = new ClosedPort();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path, ShortSchedule);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        string[] urls =
        [
            $"rtmp://127.0.0.1:{closed.Number}/live/refused",
            $"http://127.0.0.1:{closed.Number}/live/refused.flv",
            $"http://127.0.0.1:{nginx.HttpPort}/live/missing.flv",
            $"http://127.0.0.1:{nginx.HttpPort}/hls/missing.m3u8",
        ];

        var ids = new List<string>();
        foreach (var url in urls)
        {
            var answer = await server.SubmitAsync(Submission.Of(accessKey, url, receiver));
            Assert.Equal(ResponseCode.Success, answer.Code);
            ids.Add(answer.RequestId);
        }
        var calls = await receiver.WaitAsync(calls => calls.Count >= 2 * urls.Length, EndsWithin, "two ends of each stream");

        Assert.All(ids, id =>
        {
            var ends = calls.Ends(id);
            Assert.Equal([ContentType.Frame, ContentType.Audio], ends.Select(end => end.ContentType).Order());
            Assert.All(ends, end =>
            {
                Assert.Equal(3001, end.AuxInfo.ErrorCode);
                Assert.False(end.PullStreamSuccess);
                Assert.Equal(RiskLevel.Pass, end.RiskLevel);
                Assert.Equal(0, end.AuxInfo.StreamTime);
            });
        });
        Assert.Equal(2 * urls.Length, calls.Count);

        // It is over, which is what a close asks for; and the same source may be submitted anew.
        Assert.All(
            await Task.WhenAll(ids.Select(id => server.CloseAsync(accessKey, id))),
            answer => Assert.Equal(ResponseCode.Success, answer.Code));
        await receiver.StayQuietAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(ResponseCode.Success, (await server.SubmitAsync(Submission.Of(accessKey, urls[0], receiver))).Code);
    }
}
