using System.CommandLine;
using Sluice.Cli.Commands;

namespace Sluice.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task The_version_is_one_line()
    {
        var run = await CommandRun.RunAsync(new CloseCommand(), "--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^sluice \d+\.\d+\.\d+\n$", run.Output);
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        var run = await CommandRun.RunAsync(new CloseCommand(), "close", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("REQUEST_ID", run.Output);
    }

    [Fact]
    public async Task No_command_is_wrong_usage()
    {
        var run = await CommandRun.RunAsync(new CloseCommand());

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("Close streams", run.Error);
        Assert.EndsWith("sluice: see sluice --help\n", run.Error);
    }

    [Fact]
    public async Task An_unknown_command_is_wrong_usage()
    {
        var run = await CommandRun.RunAsync(new CloseCommand(), "clsoe");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(["sluice: Unrecognized command or argument 'clsoe'.", "sluice: see sluice --help", ""], run.Error.Split('\n'));
    }

    [Theory]
    [InlineData("--every: must be a number", "submit", "--server", "http://127.0.0.1:1", "--key", "k", "--url", "u", "--img-callback", "c", "--every", "x")]
    [InlineData("--every: must be a number", "submit", "--server", "http://127.0.0.1:1", "--key", "k", "--url", "u", "--img-callback", "c", "--every", "NaN")]
    [InlineData("--max-qps: must be a whole number", "keys", "create", "--tenant", "t", "--max-qps", "x")]
    [InlineData("--max-streams: must be a whole number", "keys", "create", "--tenant", "t", "--max-streams", "1.5")]
    [InlineData("--seconds: must be a whole number", "demo", "--seconds", "x")]
    [InlineData("--seconds: must be 15 to 3600", "demo", "--seconds", "1")]
    public async Task A_value_that_is_no_number_is_wrong_usage_in_plain_words(string message, params string[] args)
    {
        Command command = args[0] switch
        {
            "submit" => new SubmitCommand(),
            "keys" => new KeysCommand(TimeProvider.System),
            _ => new DemoCommand(TimeProvider.System),
        };

        var run = await CommandRun.RunAsync(command, args);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"sluice: {message}\nsluice: see ", run.Error);
    }

    [Fact]
    public async Task A_value_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        await using var server = await ProtocolServer.StartAsync("""{"requestId":"1","code":1100,"message":"Success"}""");

        var run = await CommandRun.RunAsync(new CloseCommand(), "close", "--server", server.Url, "--key", "k", "@x");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("@x", (string?)server.Json["requestId"]);
    }
}
