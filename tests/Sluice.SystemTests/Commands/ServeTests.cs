using System.Net;
using System.Net.Sockets;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Commands;

public sealed class ServeTests
{
    [Fact]
    public async Task Serve_prints_the_resolved_address_and_nothing_else_to_standard_output()
    {
        using var data = new TemporaryFolder();
        await using var server = await SluiceProcess.StartAsync(data.Path);
        Assert.NotEqual(0, server.Url.Port);
        Assert.Equal("ok\n", await server.Client.GetStringAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken));

        Assert.Equal(0, await server.TerminateAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal($"ready {server.Url.GetLeftPart(UriPartial.Authority)}", Assert.Single(server.Output));
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused_in_one_line()
    {
        using var data = new TemporaryFolder();
        await using var server = await SluiceProcess.StartAsync(data.Path);

        var second = await SluiceProgram.RunAsync("serve", "--urls", "http://127.0.0.1:0", "--data", data.Path);

        Assert.Equal((1, ""), (second.ExitCode, second.Output));
        Assert.Equal($"sluice: {data.Path}: another server runs on this data folder\n", second.Error);
    }

    [Fact]
    public async Task An_address_in_use_is_said_in_one_line()
    {
        using var data = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";

        var run = await SluiceProgram.RunAsync("serve", "--urls", url, "--data", data.Path);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal($"sluice: Failed to bind to address {url}: address already in use.\n", run.Error);
    }

    [Fact]
    public async Task Settings_that_do_not_exist_or_are_of_another_type_are_all_named()
    {
        var run = await ServeAsync(
            "Sluice:Pulling:StallTimeout=soon", "Sluice:Callbacks:Concurrency=many", "Sluice:Callbacks:Timeot=00:00:05", "Nonsense:A=1");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            ["Sluice:Callbacks:Concurrency", "Sluice:Callbacks:Timeot", "Sluice:Nonsense:A", "Sluice:Pulling:StallTimeout"],
            KeysIn(run.Error));
    }

    [Fact]
    public async Task Values_out_of_range_are_all_named()
    {
        var run = await ServeAsync(
            "Sluice:Pulling:StallTimeout=00:00:00", "Sluice:Callbacks:Timeout=-00:00:01", "Sluice:Egress:Allow:0=everything",
            "Sluice:TimeZone=Mars/Olympus", "Sluice:PublicUrl=ftp://files.example");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            ["Sluice:Callbacks:Timeout", "Sluice:Egress:Allow:0", "Sluice:PublicUrl", "Sluice:Pulling:StallTimeout", "Sluice:TimeZone"],
            KeysIn(run.Error));
    }

    [Fact]
    public async Task A_setting_in_the_data_folder_and_in_the_environment_is_read()
    {
        using var data = new TemporaryFolder();
        await File.WriteAllTextAsync(
            data.File("sluice.json"), """{"Sluice":{"Pulling":{"StallTimeout":"never"}}}""", TestContext.Current.CancellationToken);

        var run = await SluiceProgram.RunAsync(
            new Dictionary<string, string> { ["Sluice__Callbacks__Timeout"] = "never" },
            "serve", "--urls", "http://127.0.0.1:0", "--data", data.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["Sluice:Callbacks:Timeout", "Sluice:Pulling:StallTimeout"], KeysIn(run.Error));
    }

    private static async Task<Cli.ToolRun> ServeAsync(params string[] settings)
    {
        using var data = new TemporaryFolder();
        return await SluiceProgram.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", data.Path, .. settings]);
    }

    // "sluice: Sluice:Room:Key: what is wrong"
    private static IEnumerable<string> KeysIn(string error) => error
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line["sluice: ".Length..].Split(": ")[0])
        .Order(StringComparer.Ordinal);
}
