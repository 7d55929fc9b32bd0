using System.Text.Json.Nodes;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("serve", "--port", "80")]
    [InlineData("keys", "create")]
    [InlineData("submit", "--server", "http://127.0.0.1:1", "--key", "k")]
    [InlineData("close", "--server", "nowhere", "--key", "k", "id")]
    [InlineData("frobnicate")]
    public async Task Wrong_usage_is_2_with_the_reason_on_standard_error(params string[] arguments)
    {
        var run = await SluiceProgram.RunAsync(arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("sluice: ", run.Error);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var run = await SluiceProgram.RunAsync("--version");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^sluice \d+\.\d+\.\d+\n$", run.Output);
    }

    [Fact]
    public async Task Doctor_says_as_JSON_that_this_machine_can_do_the_work()
    {
        using var data = new TemporaryFolder();

        var run = await SluiceProgram.RunAsync("doctor", "--data", data.Path, "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        var doctor = JsonNode.Parse(run.Output)!;
        Assert.True((bool)doctor["ok"]!);
        Assert.All(doctor["checks"]!.AsArray(), check => Assert.True((bool)check!["ok"]!, check.ToJsonString()));
        Assert.DoesNotContain("EROTIC", doctor["noDetectorFor"]!["image"]!.AsArray().Select(type => (string)type!));
        Assert.DoesNotContain("QRCODE", doctor["noDetectorFor"]!["image"]!.AsArray().Select(type => (string)type!));
        Assert.Contains("MOAN", doctor["noDetectorFor"]!["audio"]!.AsArray().Select(type => (string)type!));
    }
}
