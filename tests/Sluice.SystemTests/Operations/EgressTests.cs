using Sluice.Protocol;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Operations;

public sealed class EgressTests
{
    [Fact]
    public async Task Without_being_allowed_no_address_of_this_machine_is_pulled_or_called_back()
    {
        using var data = new TemporaryFolder();
        using var handler = new SocketsHttpHandler();
        await using var server = await SluiceProcess.StartAsync(data.Path, "http://127.0.0.1:0", handler, []);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        const string outside = "https://cb.example/x";

        await IsRefusedAsync("url", "rtmp://127.0.0.1/live/a", outside, outside);
        await IsRefusedAsync("url", "http://[::1]/live/a.flv", outside, outside);
        await IsRefusedAsync("imgCallback", "rtmp://src.example/live/a", "http://127.0.0.1:8080/img", outside);
        await IsRefusedAsync("audioCallback", "rtmp://src.example/live/a", outside, "http://169.254.169.254/latest");
        Assert.Empty(await server.ListAsync(accessKey));
        Assert.DoesNotContain("sluice_pull_attempts", await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        async Task IsRefusedAsync(string parameter, string url, string imgCallback, string audioCallback)
        {
            var answer = await server.SubmitAsync(Submission.Of(accessKey, url, imgCallback, audioCallback));
            Assert.Equal(ResponseCode.InvalidParameters, answer.Code);
            Assert.StartsWith(parameter + ": ", answer.Detail?.Reason);
            Assert.Contains("Sluice:Egress:Allow", answer.Detail?.Reason);
        }
    }
}
