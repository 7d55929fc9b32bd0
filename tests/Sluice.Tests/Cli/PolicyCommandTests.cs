using System.Text.Json.Nodes;
using Sluice.Cli.Commands;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Cli;

public sealed class PolicyCommandTests : IDisposable
{
    private const string Policy =
        """
        { "rules": { "erotic-sexy": { "review": 0.95 } },
          "overrides": [
            { "name": "children", "when": { "level": [0, 1] }, "rules": { "erotic-sexy": { "reject": 0.97 } } },
            { "when": { "tenant": "acme", "room": "r1" }, "rules": { "qrcode": null } } ] }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-policy-");

    private string File => Path.Combine(_folder.FullName, "policy.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Labels_md_is_what_the_command_prints()
    {
        var run = await CommandRun.RunAsync(new PolicyCommand(), "policy", "labels");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            await System.IO.File.ReadAllTextAsync(Path.Combine(DocumentationTests.Root, "docs", "labels.md"), TestContext.Current.CancellationToken), run.Output);
    }

    [Fact]
    public async Task A_policy_without_errors_is_said_to_be_one()
    {
        Write(Policy);

        var run = await RunAsync("check", File);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches($"^{File}: version [0-9a-f]{{12}}, [0-9]+ rules of risks, [0-9]+ of business labels, 2 overrides\n$", run.Output);
    }

    [Fact]
    public async Task Every_error_of_a_policy_is_named_with_its_line_and_its_place()
    {
        Write("{\n  \"rules\": {\n    \"qrcode\": { \"review\": 2 },\n    \"erotic-sexi\": {}\n  }\n}");

        var run = await RunAsync("check", File);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{File}:3: rules.qrcode.review: must be a number from 0 to 1", lines[0]);
        Assert.StartsWith($"{File}:4: rules.erotic-sexi: there is no such rule", lines[1]);
        Assert.Equal(1, (await RunAsync("show")).ExitCode);
        Assert.Equal($"{File}x: there is no such file\n", (await RunAsync("check", File + "x")).Error);
    }

    [Fact]
    public async Task What_holds_for_somebody_is_shown_with_where_it_comes_from()
    {
        Write(Policy);

        var run = await RunAsync("show", "--tenant", "acme", "--app", "a", "--event", "e", "--room", "r1", "--level", "1");

        Assert.Equal(0, run.ExitCode);
        var rules = JsonNode.Parse(run.Output)!["rules"]!.AsObject();
        Assert.Equal((0.95, 0.97), ((double)rules["erotic-sexy"]!["review"]!, (double)rules["erotic-sexy"]!["reject"]!));
        Assert.Null(rules["qrcode"]);
        Assert.Contains("rules.erotic-sexy: by overrides[0] (children)\n", run.Error);
        Assert.Contains("rules.qrcode: taken away by overrides[1]\n", run.Error);

        var nobody = await RunAsync("show");
        Assert.NotNull(JsonNode.Parse(nobody.Output)!["rules"]!["qrcode"]);
        Assert.Contains("rules.erotic-sexy: by policy.json\n", nobody.Error);
    }

    [Fact]
    public async Task What_is_built_in_is_shown_where_nobody_wrote_a_policy_and_can_be_checked()
    {
        var shown = await RunAsync("show");
        Assert.StartsWith("the policy built in: version builtin, ", shown.Error);

        Write(shown.Output);
        Assert.Equal(0, (await RunAsync("check", File)).ExitCode);
        Assert.Equal(shown.Output, (await RunAsync("show")).Output);
    }

    [Fact]
    public async Task A_level_that_there_is_not_is_wrong_usage()
    {
        var run = await RunAsync("show", "--level", "5");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--level: must be from 0 to 4", run.Error);
    }

    [Fact]
    public async Task A_doctor_says_which_policy_is_there_and_what_is_wrong_with_it()
    {
        // Without models, which a doctor would try one by one.
        await System.IO.File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "sluice.json"),
            $$"""{ "Sluice": { "Detection": { "ModelFolder": "{{_folder.FullName}}" } } }""",
            TestContext.Current.CancellationToken);
        Write(Policy);
        Assert.Contains("✓ policy", (await DoctorAsync()).Output);

        Write("""{ "rules": { "qrcode": { "review": 2 } } }""");
        var run = await DoctorAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{File}:1: rules.qrcode.review: must be", Assert.Single(run.Output.Split('\n'), line => line.StartsWith("✗ policy", StringComparison.Ordinal)));
    }

    private Task<CommandRun> DoctorAsync() => CommandRun.RunAsync(new DoctorCommand(), "doctor", "--data", _folder.FullName);

    private Task<CommandRun> RunAsync(string command, params string[] arguments) =>
        CommandRun.RunAsync(new PolicyCommand(), ["policy", command, .. arguments, "--data", _folder.FullName]);

    private void Write(string policy) => System.IO.File.WriteAllText(File, policy);
}
