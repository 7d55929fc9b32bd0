using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Tests.Api;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Streams;

/// <summary>A real server and a real ffmpeg, whose source's name is never resolved.</summary>
public sealed class LookupTests
{
    private static readonly TimeSpan ReachedWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GivesUpWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lookups;

    [Fact]
    public async Task A_close_while_the_name_of_the_source_is_looked_up_ends_the_stream_at_once()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var receiver = await Receiver.StartAsync(TimeProvider.System, StatusCodes.Status200OK);
        await using var server = new ServerFixture { Lookup = NeverAsync };
        await server.InitializeAsync();
        var key = await server.CreateKeyAsync();
        var submission = Submissions.Valid(key.AccessKey)
            .With("data.url", "\"http://source.test/live/1.flv\"")
            .With("data.returnFinishInfo", "1")
            .With("imgCallback", $"\"{receiver.Url}/img\"");
        var id = (await server.CallAsync(VideoStreamRequest.Path, submission.ToJsonString())).RequestId;
        await _asked.Task.WaitAsync(ReachedWithin, cancellationToken);

        // The look-up is given up, and nobody asks again.
        var close = new JsonObject { ["accessKey"] = key.AccessKey, ["requestId"] = id };
        var closed = await server.CallAsync(FinishVideoStreamRequest.Path, close.ToJsonString());
        var answered = TimeProvider.System.GetTimestamp();
        Assert.Equal(ResponseCode.Success, closed.Code);
        var gaveUp = await _gaveUp.Task.WaitAsync(EndsWithin, cancellationToken);
        Assert.True(TimeProvider.System.GetElapsedTime(answered, gaveUp) < GivesUpWithin, "the look-up went on after the close");

        // One end, with the close as its reason.
        Assert.Contains("\"statCode\":1", (await receiver.NextAsync()).Body);
        var stream = await server.Store.FindStreamAsync(id, cancellationToken);
        Assert.Equal((StreamState.Ended, EndReason.ClosedByClient, 0), (stream!.State, stream.EndReason, stream.ErrorCode));
        var callbacks = await server.Store.ListCallbacksAsync(new CallbackFilter(key.Tenant.Name, id, null, null, 10), cancellationToken);
        Assert.Equal(CallbackKind.End, Assert.Single(callbacks).Kind);
        Assert.Equal(1, _lookups);
    }

    private async Task<IPAddress[]> NeverAsync(string host, CancellationToken cancellationToken)
    {
        Assert.Equal("source.test", host);
        Interlocked.Increment(ref _lookups);
        await using var gaveUp = cancellationToken.Register(() => _gaveUp.TrySetResult(TimeProvider.System.GetTimestamp()));
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return [];
    }
}
