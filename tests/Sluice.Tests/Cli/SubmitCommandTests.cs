using System.Text.Json.Nodes;
using Sluice.Cli.Commands;

namespace Sluice.Tests.Cli;

public sealed class SubmitCommandTests
{
    private const string Accepted = """{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57","code":1100,"message":"Success"}""";

    private static readonly string[] Least = ["--key", "AK20charsAK20charsAK", "--url", "rtmp://src.example/live/42", "--img-callback", "https://live.example/cb/img"];

    [Fact]
    public async Task The_least_submission_asks_for_QR_codes_and_prints_the_requestId()
    {
        await using var server = await ProtocolServer.StartAsync(Accepted);

        var run = await CommandRun.RunAsync(new SubmitCommand(), ["submit", "--server", server.Url, .. Least]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("9f1c2a7be05d4e31a6c8d0f3b2a49e57\n", run.Output);
        Assert.Equal("/videostream/v4", server.Path);
        Assert.True(JsonNode.DeepEquals(server.Json, JsonNode.Parse("""
            {"accessKey":"AK20charsAK20charsAK","appId":"default","eventId":"VIDEOSTREAM","imgType":"QRCODE",
             "imgCallback":"https://live.example/cb/img",
             "data":{"streamType":"NORMAL","url":"rtmp://src.example/live/42","tokenId":"sluice-cli"}}
            """)), server.Body);
    }

    [Fact]
    public async Task Every_option_becomes_its_field()
    {
        await using var server = await ProtocolServer.StartAsync(Accepted);

        var run = await CommandRun.RunAsync(new SubmitCommand(),
        [
            "submit", "--server", server.Url + "/", .. Least, "--audio-callback", "https://live.example/cb/audio",
            "--img-type", "POLITY_QRCODE", "--audio-type", "EROTIC_DIRTY", "--lang", "en", "--every", "5", "--all", "--finish",
            "--app", "shop", "--token-id", "u-42", "--room", "r42",
        ]);

        Assert.Equal(0, run.ExitCode);
        Assert.True(JsonNode.DeepEquals(server.Json, JsonNode.Parse("""
            {"accessKey":"AK20charsAK20charsAK","appId":"shop","eventId":"VIDEOSTREAM","imgType":"POLITY_QRCODE",
             "imgCallback":"https://live.example/cb/img","audioType":"EROTIC_DIRTY","audioCallback":"https://live.example/cb/audio",
             "data":{"streamType":"NORMAL","url":"rtmp://src.example/live/42","tokenId":"u-42","lang":"en","room":"r42","detectFrequency":5,
                     "returnAllImg":1,"returnAllText":1,"returnFinishInfo":1}}
            """)), server.Body);
    }

    [Fact]
    public async Task A_callback_for_sound_alone_asks_for_sound()
    {
        await using var server = await ProtocolServer.StartAsync(Accepted);

        await CommandRun.RunAsync(new SubmitCommand(), ["submit", "--server", server.Url, .. Least, "--audio-callback", "https://live.example/cb/audio"]);

        Assert.Equal("POLITY_EROTIC_DIRTY", (string?)server.Json["audioType"]);
    }

    [Fact]
    public async Task A_duplicate_fails_and_names_the_running_stream()
    {
        await using var server = await ProtocolServer.StartAsync("""
            {"requestId":"0b5d2ed695d40c0aa51e2b35fb51763d","code":1902,"message":"Invalid parameters","detail":{"reason":"url: already being moderated","errorCode":1001,"errorcode":1001,"dupRequestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57"}}
            """);

        var run = await CommandRun.RunAsync(new SubmitCommand(), ["submit", "--server", server.Url, .. Least]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal("sluice: 1902 Invalid parameters: url: already being moderated (as 9f1c2a7be05d4e31a6c8d0f3b2a49e57)\n", run.Error);
    }

    [Fact]
    public async Task Types_without_a_detector_are_named_on_standard_error()
    {
        await using var server = await ProtocolServer.StartAsync(
            """{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57","code":1100,"message":"Success","detail":{"noDetectorFor":["MOAN","POLITY"]}}""");

        var run = await CommandRun.RunAsync(new SubmitCommand(), ["submit", "--server", server.Url, .. Least]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("9f1c2a7be05d4e31a6c8d0f3b2a49e57\n", run.Output);
        Assert.Equal("sluice: nothing installed judges MOAN, POLITY\n", run.Error);
    }

    [Theory]
    [InlineData("--every", "often", "--every")]
    [InlineData("--colour", "red", "--colour")]
    public async Task Wrong_usage_is_exit_code_2_and_named(string option, string value, string named)
    {
        var run = await CommandRun.RunAsync(new SubmitCommand(), ["submit", "--server", "http://127.0.0.1:1", .. Least, option, value]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("127.0.0.1:8080")]
    public async Task A_server_is_an_http_URL(string server)
    {
        var run = await CommandRun.RunAsync(new SubmitCommand(), ["submit", "--server", server, .. Least]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--server: must be an http or https URL", run.Error);
    }

    [Fact]
    public async Task Every_missing_option_is_named()
    {
        var run = await CommandRun.RunAsync(new SubmitCommand(), "submit", "--server", "http://127.0.0.1:1", "--key", "k");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--url", run.Error);
        Assert.Contains("--img-callback", run.Error);
        Assert.DoesNotContain("--key", run.Error);
    }
}
