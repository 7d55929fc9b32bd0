using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Sluice.Benchmarks;

/// <summary><c>sluice serve</c> as a process of its own, with a key.</summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly string _accessKey;

    private ServerProgram(Process process, HttpClient http, string accessKey) =>
        (_process, _http, _accessKey) = (process, http, accessKey);

    /// <summary>Children that run now, with the first process of the namespace that they are born into.</summary>
    public int Children => File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length
        + Directory.GetDirectories($"/proc/{_process.Id}/task").Where(task => !task.EndsWith($"/{_process.Id}", StringComparison.Ordinal))
            .Sum(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);

    public static async Task<ServerProgram> StartAsync(string dataFolder)
    {
        using var keys = Start("keys", "create", "--tenant", "bench", "--data", dataFolder, "--json");
        var key = JsonNode.Parse(await keys.StandardOutput.ReadToEndAsync())!;
        await keys.WaitForExitAsync();

        var process = Start("serve", "--urls", "http://127.0.0.1:0", "--data", dataFolder, "Sluice:Egress:Allow:0=127.0.0.0/8", "Sluice:Egress:Ports:0=1-65535");
        _ = process.StandardError.ReadToEndAsync();
        var ready = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server ended");
        return new ServerProgram(process, new HttpClient { BaseAddress = new Uri(ready["ready ".Length..]) }, (string)key["accessKey"]!);
    }

    /// <summary>Its resident set, in bytes.</summary>
    public long Memory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public async Task SubmitAsync(string url)
    {
        var body = new JsonObject
        {
            ["accessKey"] = _accessKey,
            ["appId"] = "default",
            ["eventId"] = "e",
            ["imgType"] = "QRCODE",
            ["audioType"] = "DIRTY",
            ["imgCallback"] = "http://127.0.0.1:9/",
            ["audioCallback"] = "http://127.0.0.1:9/",
            ["data"] = new JsonObject
            {
                ["streamType"] = "NORMAL",
                ["url"] = url,
                ["tokenId"] = "u",
                ["returnAllImg"] = 1,
                ["returnAllText"] = 1,
            },
        };
        using var answer = await _http.PostAsJsonAsync("/videostream/v4", body);
        var code = (int)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"]!;
        if (code != 1100)
        {
            throw new InvalidOperationException($"a submission was answered {code}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(params string[] arguments)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        string[] all = ["exec", Path.Combine(AppContext.BaseDirectory, "sluice.dll"), .. arguments];
        // As the launcher does.
        return Process.Start(new ProcessStartInfo(dotnet, all)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_GCgen0size"] = "0x400000", ["MALLOC_ARENA_MAX"] = "2" },
        })!;
    }
}
