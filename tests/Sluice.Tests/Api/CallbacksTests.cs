using System.Text;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Api;

/// <summary>Protocol §8: callbacks listed and sent again.</summary>
public sealed class CallbacksTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_callback_is_listed_with_its_attempts_and_without_secrets()
    {
        var key = await server.CreateKeyAsync();
        var stream = await GivenAsync(key, CallbackState.Dead, "http://user:secret@127.0.0.1:9/cb?token=secret");

        var json = await CallAsync(ListCallbacksRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{stream}}","state":"dead"}""");

        Assert.DoesNotContain("secret", json);
        var callback = Assert.Single(JsonSerializer.Deserialize(json, ProtocolJson.Wire.ListCallbacksAnswer)!.Callbacks);
        Assert.Equal(
            (stream + "_0", stream, "segment", ContentType.Frame, 8L, "dead", 13, "HTTP 500", "http://127.0.0.1:9/cb"),
            (callback.Id, callback.RequestId, callback.Kind, callback.ContentType, callback.Sequence!.Value, callback.State,
             callback.Attempts, callback.LastError, callback.Url));
        Assert.Null(callback.DueAt);
        Assert.Equal("3f2a91c0de12", callback.Policy);
    }

    [Fact]
    public async Task A_list_goes_on_where_it_ended()
    {
        var key = await server.CreateKeyAsync();
        var stream = await GivenAsync(key, CallbackState.Delivered, "http://127.0.0.1:9/cb", count: 3);

        var first = await ListAsync($$"""{"accessKey":"{{key.AccessKey}}","state":"delivered","limit":2}""");
        var second = await ListAsync($$"""{"accessKey":"{{key.AccessKey}}","state":"delivered","limit":2,"after":"{{first.Next}}"}""");

        Assert.Equal([stream + "_2", stream + "_1"], first.Callbacks.Select(callback => callback.Id));
        Assert.Equal([stream + "_0"], second.Callbacks.Select(callback => callback.Id));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_dead_callback_is_sent_again_as_it_was_though_it_is_old()
    {
        await using var receiver = await Receiver.StartAsync(TimeProvider.System, 200);
        var key = await server.CreateKeyAsync();
        var stream = await GivenAsync(key, CallbackState.Dead, receiver.Url + "/cb");

        var answer = await ReplayAsync($$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{stream}}"}""");

        Assert.Equal(1, answer.Replayed);
        Assert.Equal($"body of {stream}_0", (await receiver.NextAsync()).Body);
        Assert.Equal(0, (await ReplayAsync($$"""{"accessKey":"{{key.AccessKey}}","ids":["nothing"]}""")).Replayed);
    }

    [Fact]
    public async Task Another_tenants_callbacks_are_not_sent_again()
    {
        var stream = await GivenAsync(await server.CreateKeyAsync(), CallbackState.Dead, "http://127.0.0.1:9/cb");
        var other = await server.CreateKeyAsync();
        Assert.Equal(0, (await ReplayAsync($$"""{"accessKey":"{{other.AccessKey}}","ids":["{{stream}}_0"]}""")).Replayed);
    }

    [Theory]
    [InlineData("", "requestId: exactly one of requestId and ids is needed")]
    [InlineData(",\"ids\":[]", "requestId: exactly one of requestId and ids is needed")]
    [InlineData(",\"ids\":[\"a\"],\"requestId\":\"a\"", "requestId: exactly one of requestId and ids is needed")]
    [InlineData(",\"ids\":{}", "ids: must be a list of at most 500 strings")]
    public async Task A_replay_of_nothing_or_too_much_is_1902(string members, string reason)
    {
        var key = await server.CreateKeyAsync();
        var answer = await server.CallAsync(ReplayCallbacksRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}"{{members}}}""");
        Assert.Equal((ResponseCode.InvalidParameters, reason), (answer.Code, answer.Detail!.Reason));
    }

    /// <summary>A running stream with callbacks of a day ago.</summary>
    private async Task<string> GivenAsync(KeyRow key, CallbackState state, string url, int count = 1)
    {
        var stream = (await server.CallAsync(VideoStreamRequest.Path, Submissions.Valid(key.AccessKey).ToJsonString())).RequestId;
        var row = (await server.Store.FindStreamAsync(stream, Token))!;
        var dayAgo = TimeProvider.System.GetUtcNow().AddDays(-1);
        var callbacks = Enumerable.Range(0, count).Select(i => new CallbackRow
        {
            Id = $"{stream}_{i}",
            StreamId = stream,
            Tenant = key.Tenant.Name,
            ContentType = 1,
            Kind = CallbackKind.Segment,
            Sequence = 8 + i,
            Url = url,
            Body = Encoding.UTF8.GetBytes($"body of {stream}_{i}"),
            CreatedAt = dayAgo,
            DueAt = dayAgo,
            State = state,
            Attempts = 13,
            PolicyVersion = "3f2a91c0de12",
            LastError = state == CallbackState.Dead ? "HTTP 500" : null,
        }).ToArray();
        Assert.True(await server.Store.ReportAsync(
            new StreamReport { StreamId = stream, Epoch = row.Epoch, Progress = row.Progress, Callbacks = callbacks }, Token));
        return stream;
    }

    private async Task<string> CallAsync(string path, string body)
    {
        using var response = await server.SendAsync(path, Encoding.UTF8.GetBytes(body));
        return await response.Content.ReadAsStringAsync(Token);
    }

    private async Task<ListCallbacksAnswer> ListAsync(string body) =>
        JsonSerializer.Deserialize(await CallAsync(ListCallbacksRequest.Path, body), ProtocolJson.Wire.ListCallbacksAnswer)!;

    private async Task<ReplayCallbacksAnswer> ReplayAsync(string body) =>
        JsonSerializer.Deserialize(await CallAsync(ReplayCallbacksRequest.Path, body), ProtocolJson.Wire.ReplayCallbacksAnswer)!;
}
