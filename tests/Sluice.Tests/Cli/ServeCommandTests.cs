using Microsoft.Extensions.Options;
using Sluice.Cli.Commands;
using Sluice.Cli.Serving;
using Sluice.Server.Hosting;

namespace Sluice.Tests.Cli;

public sealed class ServeCommandTests
{
    [Fact]
    public async Task It_is_ready_with_the_first_URL_on_one_line_and_ends_its_server()
    {
        var disposed = false;
        ServerSetup? options = null;
        var command = new ServeCommand((given, _) =>
        {
            options = given;
            return Task.FromResult(new RunningServer(new Uri("http://127.0.0.1:4711/"), Task.CompletedTask, () =>
            {
                disposed = true;
                return ValueTask.CompletedTask;
            }));
        });

        var run = await CommandRun.RunAsync(
            command, "serve", "--urls", "http://127.0.0.1:0", "--data", "/tmp/../tmp/d",
            "Sluice:Egress:Allow:0=127.0.0.0/8", "Detection__Threads=2", "Kestrel:Limits:A=b=c", "Detection:Empty=");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("ready http://127.0.0.1:4711\n", run.Output);
        Assert.True(disposed);
        Assert.Equal("http://127.0.0.1:0", options!.Urls);
        Assert.Equal("/tmp/d", options.DataFolder);
        Assert.Equal("127.0.0.0/8", options.Settings["Sluice:Egress:Allow:0"]);
        Assert.Equal("2", options.Settings["Sluice:Detection:Threads"]);
        Assert.Equal("b=c", options.Settings["Kestrel:Limits:A"]);
        Assert.Equal("", options.Settings["Sluice:Detection:Empty"]);
    }

    [Fact]
    public async Task Every_error_of_the_configuration_is_printed()
    {
        var command = new ServeCommand((_, _) => throw new OptionsValidationException("x", typeof(object), ["Sluice:A: no", "Sluice:B: neither"]));

        var run = await CommandRun.RunAsync(command, "serve");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal("sluice: Sluice:A: no\nsluice: Sluice:B: neither\n", run.Error);
    }

    [Fact]
    public async Task An_argument_that_is_no_setting_is_wrong_usage()
    {
        var command = new ServeCommand((_, _) => throw new InvalidOperationException("must not be started"));

        var run = await CommandRun.RunAsync(command, "serve", "fast");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'fast' is no setting", run.Error);
    }
}
