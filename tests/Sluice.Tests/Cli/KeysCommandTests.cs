using System.Text.Json.Nodes;
using Sluice.Cli.Commands;
using Sluice.Protocol;

namespace Sluice.Tests.Cli;

public sealed class KeysCommandTests : IDisposable
{
    private readonly string _data = Path.Combine(Directory.CreateTempSubdirectory("sluice-tests-").FullName, "data");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_data)!, recursive: true);

    [Fact]
    public async Task A_new_key_has_the_four_fields_that_scripts_rely_on()
    {
        var run = await KeysAsync("create", "--tenant", "t", "--json");

        Assert.Equal(0, run.ExitCode);
        var key = JsonNode.Parse(run.Output)!.AsObject();
        Assert.Equal(["tenant", "accessKey", "secretKey", "callbackSecret"], key.Select(field => field.Key));
        Assert.Equal("t", (string?)key["tenant"]);
        Assert.Equal(20, ((string)key["accessKey"]!).Length);
        Assert.Equal(32, ((string)key["secretKey"]!).Length);
        Assert.StartsWith("whsec_", (string)key["callbackSecret"]!);
    }

    [Fact]
    public async Task A_second_key_of_a_tenant_keeps_its_secrets_and_the_limits_that_are_not_named()
    {
        var first = JsonNode.Parse((await KeysAsync("create", "--tenant", "t", "--max-qps", "7", "--max-streams", "3", "--json")).Output)!;
        var second = JsonNode.Parse(
            (await KeysAsync("create", "--tenant", "t", "--app", "shop", "--max-streams", "5", "--permissions", "close,query", "--json")).Output)!;

        Assert.NotEqual((string?)first["accessKey"], (string?)second["accessKey"]);
        Assert.Equal((string?)first["secretKey"], (string?)second["secretKey"]);
        var listed = JsonNode.Parse((await KeysAsync("list", "--json")).Output)!.AsArray();
        Assert.Equal(2, listed.Count);
        var key = listed.Single(k => (string?)k!["accessKey"] == (string?)second["accessKey"])!;
        Assert.Equal(7, (int)key["maxQps"]!);
        Assert.Equal(5, (int)key["maxStreams"]!);
        Assert.Equal(["close", "query"], key["permissions"]!.AsArray().Select(p => (string)p!));
        Assert.Equal(["default", "shop"], key["applications"]!.AsArray().Select(p => (string)p!).Order());
    }

    [Fact]
    public async Task Limits_are_changed_where_they_are_named_and_listed()
    {
        await KeysAsync("create", "--tenant", "t", "--flood-limit", "6", "--similarity-dedup");
        Assert.Equal((6, true, 100), await LimitsAsync());

        Assert.Equal(0, (await KeysAsync("limits", "t", "--flood-limit", "0", "--max-streams", "5")).ExitCode);
        Assert.Equal((0, true, 5), await LimitsAsync());
        Assert.Contains("0 of 5       100    off    on  ", (await KeysAsync("list")).Output);

        Assert.Equal(0, (await KeysAsync("limits", "t", "--similarity-dedup", "false")).ExitCode);
        Assert.Equal((0, false, 5), await LimitsAsync());
    }

    [Fact]
    public async Task Limits_of_no_tenant_cannot_be_changed()
    {
        await KeysAsync("create", "--tenant", "t");
        var run = await KeysAsync("limits", "nobody", "--flood-limit", "6");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no such tenant", run.Error);
    }

    [Theory]
    [InlineData("limits", "t")]
    [InlineData("limits", "--max-qps", "1")]
    [InlineData("limits", "t", "--flood-limit", "1001")]
    [InlineData("limits", "t", "--similarity-dedup", "perhaps")]
    public async Task Limits_that_cannot_be_are_wrong_usage(params string[] command)
    {
        await KeysAsync("create", "--tenant", "t");
        Assert.Equal(2, (await KeysAsync(command)).ExitCode);
        Assert.Equal((0, false, 100), await LimitsAsync());
    }

    [Fact]
    public async Task The_list_shows_a_disabled_key_and_no_secret()
    {
        var created = JsonNode.Parse((await KeysAsync("create", "--tenant", "t", "--json")).Output)!;
        Assert.Equal(0, (await KeysAsync("disable", (string)created["accessKey"]!)).ExitCode);

        var listed = await KeysAsync("list");

        Assert.Contains($"{created["accessKey"]}  t                 disabled", listed.Output);
        Assert.DoesNotContain((string)created["secretKey"]!, listed.Output);
        Assert.DoesNotContain((string)created["callbackSecret"]!, listed.Output);
    }

    [Fact]
    public async Task A_key_that_is_not_there_cannot_be_disabled()
    {
        await KeysAsync("create", "--tenant", "t");

        var run = await KeysAsync("disable", "AK20charsAK20charsAK");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no such key", run.Error);
    }

    [Fact]
    public async Task A_rotation_makes_a_new_secret_once_and_finish_keeps_it()
    {
        var created = JsonNode.Parse((await KeysAsync("create", "--tenant", "t", "--json")).Output)!;

        var rotated = await KeysAsync("rotate-secret", "--tenant", "t", "--json");
        Assert.Equal(0, rotated.ExitCode);
        var shown = JsonNode.Parse(rotated.Output)!.AsObject();
        Assert.Equal(["tenant", "callbackSecret"], shown.Select(field => field.Key));
        var secret = (string)shown["callbackSecret"]!;
        Assert.True(WebhookSignature.IsSecret(secret));
        Assert.NotEqual((string?)created["callbackSecret"], secret);
        Assert.Contains("--finish", rotated.Error);

        var again = await KeysAsync("rotate-secret", "--tenant", "t");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("a rotation is under way", again.Error);
        Assert.DoesNotContain("whsec_", again.Output + again.Error);

        var finished = await KeysAsync("rotate-secret", "--tenant", "t", "--finish");
        Assert.Equal((0, $"tenant          t\ncallbackSecret  {secret}\n", ""), (finished.ExitCode, finished.Output.ReplaceLineEndings("\n"), finished.Error));
        Assert.Equal(0, (await KeysAsync("rotate-secret", "--tenant", "t")).ExitCode);
    }

    [Fact]
    public async Task A_secret_of_no_tenant_cannot_be_rotated()
    {
        await KeysAsync("create", "--tenant", "t");
        var run = await KeysAsync("rotate-secret", "--tenant", "nobody");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no such tenant", run.Error);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("disable", "AK20charsAK20charsAK")]
    public async Task A_folder_without_a_database_is_refused_and_stays_as_it_is(params string[] command)
    {
        var run = await KeysAsync(command);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal($"sluice: {_data}: there is no sluice.db in this folder\n", run.Error);
        Assert.False(Directory.Exists(_data));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        await File.WriteAllTextAsync(_data, "a file", TestContext.Current.CancellationToken);

        var run = await KeysAsync("create", "--tenant", "t");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal($"sluice: {_data}: the folder cannot be created\n", run.Error);
    }

    [Theory]
    [InlineData("--tenant", "")]
    [InlineData("--tenant", "t", "--max-qps", "0")]
    [InlineData("--tenant", "t", "--max-streams", "-1")]
    [InlineData("--tenant", "t", "--flood-limit", "-1")]
    [InlineData("--tenant", "t", "--permissions", "submit,fly")]
    [InlineData("--app", "x")]
    public async Task Wrong_usage_makes_nothing(params string[] options)
    {
        var run = await KeysAsync(["create", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.False(Directory.Exists(_data));
    }

    private async Task<(int Flood, bool Dedup, int Streams)> LimitsAsync()
    {
        var key = JsonNode.Parse((await KeysAsync("list", "--json")).Output)!.AsArray().Single()!;
        return ((int)key["floodLimit"]!, (bool)key["similarityDedup"]!, (int)key["maxStreams"]!);
    }

    private Task<CommandRun> KeysAsync(params string[] args) =>
        CommandRun.RunAsync(new KeysCommand(TimeProvider.System), ["keys", .. args, "--data", _data]);
}
