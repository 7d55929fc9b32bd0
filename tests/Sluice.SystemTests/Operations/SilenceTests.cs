using Sluice.Cli;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Operations;

/// <summary>The library that runs models tells its makers about its use, unless it is kept from it.</summary>
public sealed class SilenceTests
{
    // Sockets of any kind, and whatever makes or changes a file.
    private const string Watched = "trace=socket,connect,bind,sendto,sendmsg,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,"
        + "unlink,unlinkat,link,linkat,symlink,symlinkat,truncate";

    [Fact]
    public Task Judging_with_every_model_opens_no_socket_and_writes_no_file() => IsSilentAsync("inception_v3.onnx", "✓ nudity", "models", "check");

    [Fact]
    public Task Judging_a_picture_opens_no_socket_and_writes_no_file() =>
        IsSilentAsync("blazeface.onnx", "\"businessLabel1\":\"face\"", "judge", Checkout.Picture("astronaut.jpg"));

    private static async Task IsSilentAsync(string model, string said, params string[] command)
    {
        using var data = new TemporaryFolder();
        var trace = Path.Combine(data.Path, "trace");

        // Speech is recognised in processes of their own, which have no network.
        await File.WriteAllTextAsync(
            Path.Combine(data.Path, "sluice.json"),
            """{ "Sluice": { "Speech": { "Languages": { "zh": { "Kind": "None" }, "en": { "Kind": "None" }, "ar": { "Kind": "None" } } } } }""",
            TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));

        // .NET's own diagnostics have a socket, too. Without the launcher the environment says nothing to the library.
        var run = await ToolRun.RunAsync(
            "env",
            [
                "-u", "ORT_DISABLE_TELEMETRY", "DOTNET_EnableDiagnostics=0",
                "strace", "-f", "-qq", "-e", Watched, "-e", "signal=none", "-o", trace,
                SluiceProgram.Dotnet, .. SluiceProgram.Arguments([.. command, "--data", data.Path]),
            ],
            limit.Token);

        Assert.NotNull(run);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains(said, run.Output);
        var calls = await File.ReadAllLinesAsync(trace, limit.Token);
        Assert.Contains(calls, call => call.Contains("libonnxruntime.so"));
        Assert.Contains(calls, call => call.Contains($"{model}\""));
        Assert.DoesNotContain(calls, Changes);
    }

    private static bool Changes(string call) => call.Contains("open")
        ? (call.Contains("O_WRONLY") || call.Contains("O_RDWR") || call.Contains("O_CREAT")) && !call.Contains("\"/proc/self/")
        : call.Contains('(');
}
