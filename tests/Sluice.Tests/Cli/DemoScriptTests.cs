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
    public void Code_and_caption_are_shown_one_after_the_other_before_the_close(int seconds)
    {
        var script = DemoScript.For(seconds);

        Assert.True(script.CodeFrom >= TimeSpan.FromSeconds(2));
        Assert.True(script.CodeTo - script.CodeFrom >= TimeSpan.FromSeconds(2 * DemoScript.FrameInterval));
        Assert.True(script.CodeTo < script.CaptionFrom);
        Assert.True(script.CaptionTo - script.CaptionFrom >= TimeSpan.FromSeconds(DemoScript.FrameInterval));
        Assert.True(script.CaptionTo <= script.CloseAfter);
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
