using Sluice.Cli;

namespace Sluice.Tests.Cli;

public sealed class ScriptTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("sluice")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    [InlineData(".ci/setup.sh")]
    public async Task A_script_parses(string script)
    {
        var run = await ToolRun.RunAsync("bash", ["-n", Path.Combine(Root, script)], TestContext.Current.CancellationToken);

        Assert.True(run is { ExitCode: 0 }, run?.Error);
    }

    [Theory]
    [InlineData("sluice")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public async Task A_script_can_be_run(string script)
    {
        var run = await ToolRun.RunAsync("bash", ["-c", "[ -x \"$0\" ]", Path.Combine(Root, script)], TestContext.Current.CancellationToken);

        Assert.Equal(0, run?.ExitCode);
    }

    [Fact]
    public async Task Test_refuses_what_it_does_not_know()
    {
        var run = await ToolRun.RunAsync(Path.Combine(Root, "test"), ["--fast"], TestContext.Current.CancellationToken);

        Assert.NotNull(run);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("./test [--soak] [--filter TEXT]", run.Error);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("not inside a checkout");
    }
}
