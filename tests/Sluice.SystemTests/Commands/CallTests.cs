using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.Commands;

public sealed class CallTests
{
    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_stream_is_submitted_and_closed_from_the_command_line_until_its_key_is_disabled()
    {
        using var data = new TemporaryFolder();
        await using var source = await FlvSource.StartAsync(new CodeWindow(80, 80));
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path);
        var url = server.Url.ToString();
        var key = await SluiceProgram.CreateKeyAsync(data.Path);
        var accessKey = (string)key["accessKey"]!;
        Assert.Equal(20, accessKey.Length);
        Assert.Equal(32, ((string)key["secretKey"]!).Length);
        Assert.StartsWith("whsec_", (string)key["callbackSecret"]!);

        // 1. Submit.
        string[] submit =
        [
            "submit", "--server", url, "--key", accessKey, "--url", source.Url, "--every", "1", "--all", "--finish",
            "--img-callback", receiver.At("/img"), "--audio-callback", receiver.At("/audio"), "--audio-type", "DIRTY", "--json",
        ];
        var submitted = await SluiceProgram.RunAsync(submit);
        Assert.True(submitted.ExitCode == 0, submitted.Error);
        Assert.Contains("DIRTY", submitted.Error);
        var id = (string)JsonNode.Parse(submitted.Output)!["requestId"]!;
        await receiver.WaitAsync(calls => calls.Frames(id).Count >= 2, PlaysWithin, "2 frames");

        // 2. A duplicate is refused, and names the stream that runs.
        var duplicate = await SluiceProgram.RunAsync(submit);
        Assert.Equal(1, duplicate.ExitCode);
        Assert.Equal(id, (string)JsonNode.Parse(duplicate.Output)!["detail"]!["dupRequestId"]!);
        Assert.Contains(id, duplicate.Error);

        // 3. The key is listed without its secrets.
        var list = await SluiceProgram.RunAsync("keys", "list", "--data", data.Path, "--json");
        var listed = Assert.Single(JsonNode.Parse(list.Output)!.AsArray())!;
        Assert.Equal(accessKey, (string)listed["accessKey"]!);
        Assert.Equal(1, (int)listed["activeStreams"]!);
        Assert.DoesNotContain((string)key["secretKey"]!, list.Output);
        Assert.DoesNotContain((string)key["callbackSecret"]!, list.Output);

        // 4. A disabled key is refused at once, its stream goes on.
        Assert.Equal(0, (await SluiceProgram.RunAsync("keys", "disable", accessKey, "--data", data.Path)).ExitCode);
        Assert.Equal(ResponseCode.UnauthorizedOperation, (await server.CloseAsync(accessKey, id)).Code);
        Assert.Single(server.Children);
        Assert.Equal(1, (await SluiceProgram.RunAsync("keys", "disable", "no-such-key", "--data", data.Path)).ExitCode);

        // 5. Another key of the tenant closes it.
        var other = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        var closed = await SluiceProgram.RunAsync("close", "--server", url, "--key", other, id);
        Assert.True(closed.ExitCode == 0, closed.Error);
        Assert.Matches("^[0-9a-f]{32}\n$", closed.Output);
        await receiver.WaitAsync(calls => calls.Ends(id).Count == 2, EndsWithin, "two ends");

        // 6. What names no stream is refused with the reason.
        var unknown = await SluiceProgram.RunAsync("close", "--server", url, "--key", other, "1639824316368");
        Assert.Equal((1, ""), (unknown.ExitCode, unknown.Output));
        Assert.Equal("sluice: 1902 Invalid parameters: requestId: no such stream\n", unknown.Error);
    }
}
