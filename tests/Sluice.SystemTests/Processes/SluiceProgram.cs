using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Sluice.Cli;

namespace Sluice.SystemTests.Processes;

/// <summary>The <c>sluice</c> program that was built with these tests.</summary>
internal static class SluiceProgram
{
    /// <summary>The dotnet command of the runtime that runs this test.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    public static IReadOnlyList<string> Arguments(params IEnumerable<string> arguments) =>
        ["exec", Path.Combine(AppContext.BaseDirectory, "sluice.dll"), .. arguments];

    /// <summary>Runs a command to its end.</summary>
    public static Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(Dotnet, Arguments(arguments));

    /// <summary>The same with variables in its environment.</summary>
    public static Task<ToolRun> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        RunAsync("env", [.. environment.Select(pair => $"{pair.Key}={pair.Value}"), Dotnet, .. Arguments(arguments)]);

    private static async Task<ToolRun> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        return await ToolRun.RunAsync(program, arguments, limit.Token)
            ?? throw new InvalidOperationException($"{program} was not found");
    }

    /// <summary>A key without limits that a test could meet.</summary>
    public static async Task<string> CreateWideKeyAsync(string dataFolder) =>
        (string)(await CreateKeyAsync(dataFolder, "acme", "--max-qps", "100000", "--max-streams", "10000"))["accessKey"]!;

    /// <summary>Makes a key with the command line, and returns what it printed.</summary>
    public static async Task<JsonNode> CreateKeyAsync(string dataFolder, string tenant = "acme", params string[] options)
    {
        var run = await RunAsync(["keys", "create", "--tenant", tenant, "--data", dataFolder, "--json", .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }
}
