using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Sluice.Protocol;
using Sluice.Server.Children;

namespace Sluice.SystemTests.Processes;

/// <summary><c>sluice serve</c> as a process of its own, on a port of its own.</summary>
internal sealed class SluiceProcess : IAsyncDisposable
{
    /// <summary>Everything in these tests is on loopback.</summary>
    public const string AllowLoopback = "Sluice:Egress:Allow:0=127.0.0.0/8";

    private const int SigTerm = 15;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(1);

    private readonly RunningProgram _program;
    private readonly List<string> _output = [];
    private Task _reading = Task.CompletedTask;

    private SluiceProcess(RunningProgram program) => _program = program;

    public Uri Url { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public int Id => _program.Id;

    /// <summary>What it has logged.</summary>
    public string Errors => _program.Errors;

    /// <summary>Everything it has written to standard output, line by line.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
                return [.. _output];
        }
    }

    /// <summary>The children it has now: it starts nothing but ffmpeg.</summary>
    public IReadOnlyList<int> Children => ProcessTable.ChildrenOf(Id);

    /// <summary>Returns when it is ready.</summary>
    public static Task<SluiceProcess> StartAsync(string dataFolder, params string[] settings) =>
        StartAsync(dataFolder, "http://127.0.0.1:0", new SocketsHttpHandler(), [AllowLoopback, .. settings]);

    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="urls">Where it listens.</param>
    /// <param name="handler">How it is called.</param>
    /// <param name="settings">Arguments of its configuration.</param>
    /// <param name="within">A command that becomes the program that its last arguments name; none: it is started as it is.</param>
    public static async Task<SluiceProcess> StartAsync(
        string dataFolder, string urls, HttpMessageHandler handler, string[] settings, params string[] within)
    {
        string[] arguments = ["serve", "--urls", urls, "--data", dataFolder, .. settings];
        string[] command = [.. within, SluiceProgram.Dotnet, .. SluiceProgram.Arguments(arguments)];
        var process = new SluiceProcess(new RunningProgram("server", command[0], command[1..]));
        try
        {
            var line = await process._program.Output.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(StartsWithin);
            Assert.True(line is not null, $"the server ended: {process.Errors}");
            Assert.StartsWith("ready ", line);
            process._output.Add(line);
            process.Url = new Uri(line["ready ".Length..]);
            process.Client = new HttpClient(handler) { BaseAddress = process.Url };
            process._reading = process.ReadOutputAsync();
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<Answer> SubmitAsync(JsonObject submission) => await PostAsync(VideoStreamRequest.Path, submission);

    public Task<Answer> CloseAsync(string accessKey, string requestId) => PostAsync(
        FinishVideoStreamRequest.Path, new JsonObject { ["accessKey"] = accessKey, ["requestId"] = requestId });

    public async Task<StreamInfo> ShowAsync(string accessKey, string requestId)
    {
        var answer = await PostAsync(
            ShowStreamRequest.Path,
            new JsonObject { ["accessKey"] = accessKey, ["requestId"] = requestId },
            ProtocolJson.Wire.ShowStreamAnswer);
        Assert.Equal(ResponseCode.Success, answer.Code);
        return answer.Stream;
    }

    /// <summary>All streams of the tenant, newest first.</summary>
    public Task<IReadOnlyList<StreamInfo>> ListAsync(string accessKey) => ListAsync(async after =>
    {
        var answer = await PostAsync(
            ListStreamsRequest.Path,
            new JsonObject { ["accessKey"] = accessKey, ["limit"] = 500, ["after"] = after },
            ProtocolJson.Wire.ListStreamsAnswer);
        return (answer.Code, answer.Streams, answer.Next);
    });

    /// <summary>All callbacks of a stream, newest first.</summary>
    public Task<IReadOnlyList<CallbackInfo>> ListCallbacksAsync(string accessKey, string requestId) => ListAsync(async after =>
    {
        var answer = await PostAsync(
            ListCallbacksRequest.Path,
            new JsonObject { ["accessKey"] = accessKey, ["requestId"] = requestId, ["limit"] = 500, ["after"] = after },
            ProtocolJson.Wire.ListCallbacksAnswer);
        return (answer.Code, answer.Callbacks, answer.Next);
    });

    /// <summary>Sends the delivered and dead callbacks of a stream again.</summary>
    public async Task<int> ReplayAsync(string accessKey, string requestId) => (await PostAsync(
        ReplayCallbacksRequest.Path,
        new JsonObject { ["accessKey"] = accessKey, ["requestId"] = requestId },
        ProtocolJson.Wire.ReplayCallbacksAnswer)).Replayed;

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _program.KillAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> TerminateAsync(TimeSpan within)
    {
        Assert.Equal(0, Libc.Kill(Id, SigTerm));
        return await _program.WaitForExitAsync(within);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _program.DisposeAsync();
        await _reading;
    }

    private Task<Answer> PostAsync(string path, JsonObject body) => PostAsync(path, body, ProtocolJson.Wire.Answer);

    private async Task<T> PostAsync<T>(string path, JsonObject body, JsonTypeInfo<T> type)
    {
        using var response = await Client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(type, TestContext.Current.CancellationToken))!;
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(
        Func<string?, Task<(ResponseCode Code, IReadOnlyList<T> Page, string? Next)>> ask)
    {
        var all = new List<T>();
        string? after = null;
        do
        {
            var (code, page, next) = await ask(after);
            Assert.Equal(ResponseCode.Success, code);
            all.AddRange(page);
            after = next;
        }
        while (after is not null);
        return all;
    }

    private async Task ReadOutputAsync()
    {
        while (await _program.Output.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_output)
                _output.Add(line);
        }
    }
}
