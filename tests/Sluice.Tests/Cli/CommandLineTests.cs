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

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("sluice --help", run.Error);
    }

    [Fact]
    public async Task An_unknown_command_is_wrong_usage()
    {
        var run = await CommandRun.RunAsync(new CloseCommand(), "clsoe");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("clsoe", run.Error);
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
