using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Cli;
using Sluice.Cli.Commands;
using Sluice.Cli.Serving;
using Sluice.Server.Hosting;

namespace Sluice.Tests.Cli;

public sealed class ServeCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("sluice-tests-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task It_is_ready_with_its_URL_takes_new_keys_at_once_and_ends_when_told()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new LineWriter();
        await using var error = new StringWriter();
        var serving = CommandLine.RunAsync(
            [new ServeCommand()],
            ["serve", "--urls", "http://127.0.0.1:0", "--data", _data, "Logging:LogLevel:Default=Critical", "Egress__Allow__0=127.0.0.0/8", "Sluice:Egress:Ports:0=1-65535"],
            output, error, stop.Token);
        var ready = await output.ReadLineAsync();
        Assert.Matches(@"^ready http://127\.0\.0\.1:\d+$", ready);

        var created = await CommandRun.RunAsync(new KeysCommand(TimeProvider.System), "keys", "create", "--tenant", "t", "--data", _data, "--json");
        Assert.True(created.ExitCode == 0, created.Error);
        var key = (string)JsonNode.Parse(created.Output)!["accessKey"]!;

        string[] submit = ["submit", "--server", ready["ready ".Length..], "--key", key, "--url", "rtmp://127.0.0.1:1/live/x", "--img-callback", "http://127.0.0.1:1/"];
        var submitted = await CommandRun.RunAsync(new SubmitCommand(), submit);
        Assert.True(submitted.ExitCode == 0, submitted.Error);
        var closed = await CommandRun.RunAsync(
            new CloseCommand(), "close", "--server", ready["ready ".Length..], "--key", key, submitted.Output.Trim());
        Assert.True(closed.ExitCode == 0, closed.Error);

        Assert.Equal(0, (await CommandRun.RunAsync(new KeysCommand(TimeProvider.System), "keys", "disable", key, "--data", _data)).ExitCode);
        var refused = await CommandRun.RunAsync(new SubmitCommand(), submit);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("sluice: 9101 ", refused.Error);

        await stop.CancelAsync();
        Assert.Equal(0, await serving);
    }

    [Fact]
    public async Task A_broken_configuration_file_is_named_with_the_place()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "sluice.json"), "{\n  \"Sluice\": oops\n}", TestContext.Current.CancellationToken);

        var run = await CommandRun.RunAsync(new ServeCommand(), "serve", "--urls", "http://127.0.0.1:0", "--data", _data);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches(@"^sluice: sluice\.json: .*LineNumber: 1 .*BytePositionInLine: \d+.*\n$", run.Error);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        var run = await CommandRun.RunAsync(new ServeCommand(), "serve", "--urls", "http://127.0.0.1:0", "--data", "/proc/sluice");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal("sluice: /proc/sluice: the folder cannot be created\n", run.Error);
    }

    [Fact]
    public async Task A_server_that_ends_by_itself_has_failed()
    {
        var token = TestContext.Current.CancellationToken;
        var settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "None" };
        await using var server = await SluiceServer.StartAsync(new ServerSetup("http://127.0.0.1:0", _data, settings), token);
        await using var error = new StringWriter();
        var waiting = ServeCommand.WaitForEndAsync(server, error, token);

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal(1, await waiting.WaitAsync(TimeSpan.FromSeconds(30), token));
        Assert.StartsWith("sluice: the server ended by itself", error.ToString());
    }

    [Fact]
    public async Task Every_error_of_the_configuration_is_printed()
    {
        var run = await CommandRun.RunAsync(
            new ServeCommand(), "serve", "--urls", "http://127.0.0.1:0", "--data", _data, "Sluice:Colour=red", "Speed=fast");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("Sluice:Colour: there is no such setting", run.Error);
        Assert.Contains("Sluice:Speed: there is no such setting", run.Error);
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("")]
    [InlineData("ftp://127.0.0.1:80")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:many")]
    [InlineData("http://127.0.0.1:0/path")]
    [InlineData("http://127.0.0.1:0;bar")]
    public async Task A_badly_written_address_is_wrong_usage(string urls)
    {
        var data = Path.Combine(_data, "new");

        var run = await CommandRun.RunAsync(new ServeCommand(), "serve", "--urls", urls, "--data", data);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("sluice: --urls: ", run.Error);
        Assert.False(Directory.Exists(data));
    }

    [Theory]
    [InlineData("http://*:80")]
    [InlineData("https://[::1]:443;http://localhost:8080")]
    [InlineData("http://unix:/run/sluice.sock")]
    public void An_address_may_be_any_that_a_server_can_listen_on(string urls) => Assert.Null(ListenAddresses.Error(urls));

    [Fact]
    public async Task An_address_in_use_fails_with_the_reason()
    {
        await using var other = await ProtocolServer.StartAsync("{}");

        var run = await CommandRun.RunAsync(
            new ServeCommand(), "serve", "--urls", other.Url, "--data", _data, "Logging:LogLevel:Microsoft=None");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("address already in use", run.Error);
    }

    [Fact]
    public async Task An_argument_that_is_no_setting_is_wrong_usage()
    {
        var run = await CommandRun.RunAsync(new ServeCommand(), "serve", "--data", _data, "fast");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'fast' is no setting", run.Error);
    }
}
