using Sluice.Cli.Commands;
using Sluice.Cli.Demo;

namespace Sluice.Tests.Cli;

public sealed class DemoScriptTests
{
    [Theory]
    [InlineData(15)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(3600)]
    public void The_code_is_shown_for_two_frames_at_least_and_well_before_the_close(int seconds)
    {
        var script = DemoScript.For(seconds);

        Assert.True(script.CodeFrom >= TimeSpan.FromSeconds(2));
        Assert.True(script.CodeTo - script.CodeFrom >= TimeSpan.FromSeconds(2 * DemoScript.FrameInterval));
        Assert.True(script.CodeTo < script.CloseAfter);
        Assert.True(script.CloseAfter < TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("14")]
    [InlineData("3601")]
    [InlineData("long")]
    public async Task A_length_out_of_range_is_wrong_usage(string seconds)
    {
        var run = await CommandRun.RunAsync(new DemoCommand(TimeProvider.System), "demo", "--seconds", seconds);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--seconds", run.Error);
    }
}
