using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Closes;

/// <summary>One server for all closes. Nothing of it keeps a connection for later, so that its descriptors can be counted.</summary>
public sealed class ClosingServer : IAsyncLifetime
{
    private static readonly TimeSpan ReachedWithin = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _data = new();
    private SluiceProcess? _server;
    private CallbackReceiver? _receiver;
    private string _accessKey = "";

    internal string DataFolder => _data.Path;

    internal SluiceProcess Process => _server!;

    internal CallbackReceiver Receiver => _receiver!;

    /// <summary>Cheap to pull.</summary>
    internal FlvClip Clip { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Clip = await FlvClip.MakeAsync();
        _receiver = await CallbackReceiver.StartAsync(keepsConnections: false);
        _accessKey = await SluiceProgram.CreateWideKeyAsync(_data.Path);
        _server = await SluiceProcess.StartAsync(
            _data.Path,
            "http://127.0.0.1:0",
            new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero },
            [SluiceProcess.AllowLoopback]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_receiver is not null)
            await _receiver.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Submits a stream, and returns its id when its pull is stuck.</summary>
    internal async Task<string> SubmitAsync(IStuckPull pull)
    {
        var submission = Submission.Of(_accessKey, pull.NextUrl(), Receiver);
        var answer = await Process.SubmitAsync(submission);
        Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
        await pull.ReachedAsync(Process, _accessKey, answer.RequestId, ReachedWithin);
        return answer.RequestId;
    }

    /// <summary>Closes a stream; returns when it was answered, as a timestamp.</summary>
    internal async Task<long> CloseAsync(string id)
    {
        var answer = await Process.CloseAsync(_accessKey, id);
        var answered = TimeProvider.System.GetTimestamp();
        Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
        return answered;
    }

    internal Task<StreamInfo> ShowAsync(string id) => Process.ShowAsync(_accessKey, id);
}
