using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Protocol;
using Sluice.Server.Admission;
using Sluice.Tests.Api;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Admission;

/// <summary>What a node without room answers.</summary>
public sealed class AdmissionTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new()
    {
        Settings =
        {
            ["Sluice:Admission:MaxWait"] = "00:00:01",
            ["Sluice:Admission:FullFor"] = "00:00:00",
            // It stays overloaded until the test ends.
            ["Sluice:Admission:RoomFor"] = "00:10:00",
        },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_overloaded_node_refuses_new_streams_and_nothing_else()
    {
        var key = (await _server.CreateKeyAsync()).AccessKey;
        var running = Submissions.Valid(key);
        var id = (await SubmitAsync(running)).RequestId;
        Assert.Equal("ok\n", await ReadyAsync());

        await OverloadAsync();

        var refused = await SubmitAsync(Submissions.Valid(key));
        Assert.Equal(ResponseCode.StreamCountLimitExceeded, refused.Code);
        Assert.Equal("this node is overloaded: the store is too slow", refused.Detail!.Reason);
        var duplicate = await SubmitAsync(running);
        Assert.Equal((ResponseCode.InvalidParameters, id), (duplicate.Code, duplicate.Detail!.DupRequestId));
        Assert.Equal("ok\nstreams: this node is overloaded: the store is too slow\n", await ReadyAsync());
        var close = await _server.CallAsync(FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key}}","requestId":"{{id}}"}""");
        Assert.Equal(ResponseCode.Success, close.Code);
    }

    [Fact]
    public async Task A_node_takes_no_more_streams_than_it_may_run()
    {
        await using var small = new ServerFixture { Settings = { ["Sluice:Admission:MaxStreams"] = "2" } };
        await small.InitializeAsync();
        var (one, other) = ((await small.CreateKeyAsync()).AccessKey, (await small.CreateKeyAsync()).AccessKey);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            small.CallAsync(VideoStreamRequest.Path, Submissions.Valid(i % 2 == 0 ? one : other).ToJsonString())));

        Assert.Equal(2, answers.Count(answer => answer.Code == ResponseCode.Success));
        Assert.All(
            answers.Where(answer => answer.Code != ResponseCode.Success),
            answer => Assert.Equal(
                (ResponseCode.StreamCountLimitExceeded, "this node has no room for one more stream"),
                (answer.Code, answer.Detail!.Reason)));
    }

    private Task<Answer> SubmitAsync(JsonObject submission) => _server.CallAsync(VideoStreamRequest.Path, submission.ToJsonString());

    private async Task<string> ReadyAsync()
    {
        using var response = await _server.Http.GetAsync("/readyz", Token);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync(Token);
    }

    // One write that has begun waits for a lock, and another one waits for its turn behind it.
    private async Task OverloadAsync()
    {
        var load = _server.Services.GetRequiredService<LoadWatch>();
        List<Task> writes = [];
        await using (new ForeignLock(_server.DatabasePath))
        {
            writes.AddRange([_server.Store.CheckAsync(Token), _server.Store.CheckAsync(Token)]);
            while (load.Overload is null)
            {
                Token.ThrowIfCancellationRequested();
                load.Look();
                await Task.Yield();
            }
        }

        await Task.WhenAll(writes);
    }
}
