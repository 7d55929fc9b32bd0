using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Commands;

public sealed class LogTests
{
    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    private static readonly string[] ShortSchedule =
    [
        "Sluice:Pulling:RetryEvery=00:00:00.2", "Sluice:Pulling:AttemptFor=00:00:00.5", "Sluice:Pulling:Pauses:0=00:00:00.1",
        "Sluice:Callbacks:RetryDelays:0=00:00:00.1",
    ];

    [Fact]
    public async Task Logs_hold_no_key_no_secret_and_nothing_of_an_address_that_lets_in()
    {
        using var data = new TemporaryFolder();
        using var closed = new ClosedPort();
        await using var source = await FlvSource.StartAsync(new CodeWindow(80, 80));
        await using var receiver = await CallbackReceiver.StartAsync();
        // Everything there is to log, of our own rooms and of those below.
        await using var server = await SluiceProcess.StartAsync(data.Path, [.. ShortSchedule, "Logging:LogLevel:Sluice=Trace"]);
        var key = await SluiceProgram.CreateKeyAsync(data.Path);
        var accessKey = (string)key["accessKey"]!;

        // 1. A stream that works, one that is refused, one whose callbacks are refused; each with what must stay secret.
        var good = await SubmitAsync(WithSecrets(source.Url, "u-good"), receiver.At("/img?cbtoken=cb-secret"));
        var refused = await SubmitAsync(WithSecrets($"http://127.0.0.1:{closed.Number}/live/a.flv", "u-refused"), receiver.At("/img?cbtoken=cb-secret"));
        var rtmp = await SubmitAsync(WithSecrets($"rtmp://127.0.0.1:{closed.Number}/live/a", "u-rtmp"), $"http://cbuser:cbpass@127.0.0.1:{closed.Number}/img?cbtoken=cb-secret");
        await receiver.WaitAsync(
            calls => calls.Frames(good).Count >= 2 && calls.Ends(refused).Count == 2, PlaysWithin, "2 frames, and the end of the refused one");
        await Eventually.BeTrueAsync(() => server.Errors.Contains(rtmp + " has ended", StringComparison.Ordinal), PlaysWithin, "the RTMP stream has ended");

        // 2. Calls that are refused.
        await server.CloseAsync("wrong-key-4711", good);
        await server.SubmitAsync(Submission.Of(accessKey, "http://10.0.0.1/live?token=url-secret", receiver));
        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, good)).Code);
        await receiver.WaitAsync(calls => calls.Ends(good).Count == 2, EndsWithin, "two ends");
        Assert.Equal(0, await server.TerminateAsync(TimeSpan.FromSeconds(10)));

        Assert.Contains(good, server.Errors);
        foreach (var secret in (string[])
        [
            accessKey, (string)key["secretKey"]!, (string)key["callbackSecret"]!, "wrong-key-4711",
            "url-user", "url-pass", "token=", "url-secret", "cbuser", "cbpass", "cbtoken", "cb-secret",
        ])
        {
            Assert.DoesNotContain(secret, server.Errors);
        }

        async Task<string> SubmitAsync(string url, string imgCallback)
        {
            var answer = await server.SubmitAsync(Submission.Of(accessKey, url, imgCallback, receiver.At("/audio?cbtoken=cb-secret")));
            Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
            return answer.RequestId;
        }
    }

    private static string WithSecrets(string url, string tokenId) =>
        url.Replace("://", "://url-user:url-pass@", StringComparison.Ordinal) + $"?token=url-secret&for={tokenId}";
}
