using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;

namespace Sluice.Tests.Api;

/// <summary>Protocol §8: streams listed, shown and closed in numbers.</summary>
public sealed class StreamsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_list_has_the_tenants_streams_newest_first_and_goes_on_where_it_ended()
    {
        var key = await server.CreateKeyAsync();
        await SubmitAsync(await server.CreateKeyAsync());
        string[] ids = [await SubmitAsync(key), await SubmitAsync(key), await SubmitAsync(key)];

        var first = await ListAsync(key, """{"limit":"2"}""");
        await SubmitAsync(key);
        var second = await ListAsync(key, $$"""{"limit":2,"after":"{{first.Next}}"}""");

        Assert.Equal([ids[2], ids[1]], first.Streams.Select(stream => stream.RequestId));
        Assert.Equal([ids[0]], second.Streams.Select(stream => stream.RequestId));
        Assert.Null(second.Next);
        Assert.Equal((ResponseCode.Success, "Success"), (first.Code, first.Message));
    }

    [Fact]
    public async Task A_list_can_be_narrowed_by_state_and_room()
    {
        var key = await server.CreateKeyAsync();
        var (one, two) = (await SubmitAsync(key, "r1"), await SubmitAsync(key, "r2"));
        await server.CallAsync(FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{two}}"}""");

        Assert.Equal([one], (await ListAsync(key, """{"room":"r1"}""")).Streams.Select(stream => stream.RequestId));
        Assert.Empty((await ListAsync(key, """{"room":"r1","state":"ended"}""")).Streams);
        Assert.Empty((await ListAsync(key, """{"room":"r3"}""")).Streams);
    }

    [Theory]
    [InlineData("""{"state":"running"}""", "state: must be submitted, connecting, pulling, retrying, closing, ended")]
    [InlineData("""{"limit":501}""", "limit: must be a whole number from 1 to 500")]
    [InlineData("""{"limit":0}""", "limit: must be a whole number from 1 to 500")]
    [InlineData("""{"after":"x"}""", "after: no next of a list")]
    [InlineData("""{"after":"!!!!!!!!!!!"}""", "after: no next of a list")]
    [InlineData("""{"room":7}""", "room: must be a string")]
    public async Task A_list_that_asks_for_what_cannot_be_is_1902(string parameters, string reason)
    {
        var answer = await server.CallAsync(ListStreamsRequest.Path, Body(await server.CreateKeyAsync(), parameters));
        Assert.Equal((ResponseCode.InvalidParameters, reason), (answer.Code, answer.Detail!.Reason));
    }

    [Fact]
    public async Task A_stream_is_shown_without_what_its_address_keeps_secret()
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey)
            .With("data.url", "\"rtmp://user:secret@127.0.0.1:9/live/42?token=secret#x\"").With("data.room", "\"直播\"").With("data.streamName", "\"n\"");
        var id = (await server.CallAsync(VideoStreamRequest.Path, body.ToJsonString())).RequestId;

        var json = await CallAsync(ShowStreamRequest.Path, key, $$"""{"requestId":"{{id}}"}""");

        Assert.DoesNotContain("secret", json);
        var stream = JsonSerializer.Deserialize(json, ProtocolJson.Wire.ShowStreamAnswer)!.Stream;
        Assert.Equal((id, "rtmp://127.0.0.1:9/live/42", "直播", "n", "n1"), (stream.RequestId, stream.Url, stream.Room, stream.StreamName, stream.Node));
        Assert.Null(stream.EndReason);
        Assert.Equal("builtin", stream.Policy);
        var shown = JsonNode.Parse(json)!["stream"]!;
        Assert.Equal(["captured", "moderated", "risky", "dropped", "suppressed"], shown["frames"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["pending", "delivered", "dead"], shown["callbacks"]!.AsObject().Select(member => member.Key));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$", (string)shown["submittedAt"]!);
        Assert.Equal("PASS", (string?)shown["riskLevel"]);
    }

    [Fact]
    public async Task An_unknown_stream_is_1902_and_another_tenants_9101()
    {
        var key = await server.CreateKeyAsync();
        var foreign = await SubmitAsync(await server.CreateKeyAsync());
        foreach (var path in (string[])[ShowStreamRequest.Path, ListCallbacksRequest.Path, ReplayCallbacksRequest.Path])
        {
            Assert.Equal(ResponseCode.InvalidParameters, (await server.CallAsync(path, Body(key, """{"requestId":"nothing"}"""))).Code);
            Assert.Equal(ResponseCode.UnauthorizedOperation, (await server.CallAsync(path, Body(key, $$"""{"requestId":"{{foreign}}"}"""))).Code);
        }
    }

    [Fact]
    public async Task A_batch_closes_each_and_says_what_became_of_it()
    {
        var key = await server.CreateKeyAsync();
        var (one, two, foreign) = (await SubmitAsync(key), await SubmitAsync(key), await SubmitAsync(await server.CreateKeyAsync()));

        var results = await CloseAsync(key, $$"""{"requestIds":["{{one}}","nothing","{{foreign}}","{{two}}","{{one}}"]}""");

        Assert.Equal([one, "nothing", foreign, two, one], results.Select(result => result.RequestId));
        Assert.Equal([1100, 1902, 9101, 1100, 1100], results.Select(result => (int)result.Code));
        Assert.Equal(0, await ActiveAsync(key));
        Assert.True((await server.Store.FindStreamAsync(foreign, TestContext.Current.CancellationToken))!.IsRunning);
    }

    [Fact]
    public async Task A_room_a_source_or_all_can_be_closed()
    {
        var key = await server.CreateKeyAsync();
        var (room1, room2, other) = (await SubmitAsync(key, "r1"), await SubmitAsync(key, "r1"), await SubmitAsync(key, "r2"));
        var url = (await server.Store.FindStreamAsync(other, TestContext.Current.CancellationToken))!.Settings.Url;
        var (last, foreign) = (await SubmitAsync(key), await server.CreateKeyAsync());
        await SubmitAsync(foreign, "r1");

        Assert.Equal([room1, room2], (await CloseAsync(key, """{"room":"r1"}""")).Select(result => result.RequestId));
        Assert.Equal(2, await ActiveAsync(key));
        Assert.Equal([other], (await CloseAsync(key, $$"""{"url":"{{url}}"}""")).Select(result => result.RequestId));
        Assert.Equal([last], (await CloseAsync(key, """{"all":true}""")).Select(result => result.RequestId));
        Assert.Empty(await CloseAsync(key, """{"all":1}"""));
        Assert.Equal((0, 1), (await ActiveAsync(key), await ActiveAsync(foreign)));
    }

    [Fact]
    public async Task A_close_reaches_the_pull_at_once_and_the_stream_ends()
    {
        var key = await server.CreateKeyAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SubmitAsync(key)));
        await CloseAsync(key, """{"all":true}""");
        foreach (var id in ids)
        {
            string? state;
            do
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                var json = await CallAsync(ShowStreamRequest.Path, key, $$"""{"requestId":"{{id}}"}""");
                state = (string?)JsonNode.Parse(json)!["stream"]!["state"];
            }
            while (state != "ended");
        }
    }

    [Fact]
    public async Task A_close_of_many_is_an_operators_and_the_other_one_the_clients()
    {
        var key = await server.CreateKeyAsync();
        var (one, two) = (await SubmitAsync(key), await SubmitAsync(key));
        await server.CallAsync(FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{one}}"}""");
        await CloseAsync(key, $$"""{"requestIds":["{{one}}","{{two}}"]}""");

        Assert.Equal(("closedByClient", "operator"), (await EndReasonAsync(one), await EndReasonAsync(two)));

        async Task<string?> EndReasonAsync(string id) =>
            (string?)JsonNode.Parse(await CallAsync(ShowStreamRequest.Path, key, $$"""{"requestId":"{{id}}"}"""))!["stream"]!["endReason"];
    }

    [Theory]
    [InlineData("{}", "requestIds: exactly one of requestIds, room, url and all is needed")]
    [InlineData("""{"all":false}""", "requestIds: exactly one of requestIds, room, url and all is needed")]
    [InlineData("""{"requestIds":[]}""", "requestIds: exactly one of requestIds, room, url and all is needed")]
    [InlineData("""{"room":"r","all":true}""", "requestIds: exactly one of requestIds, room, url and all is needed")]
    [InlineData("""{"all":"yes"}""", "all: must be 0 or 1")]
    [InlineData("""{"requestIds":"a"}""", "requestIds: must be a list of at most 100 strings")]
    [InlineData("""{"requestIds":["a",7]}""", "requestIds: each must be a string of 1 to 32 characters")]
    [InlineData("""{"requestIds":["a78eef377079acc6cdec24967ecde7220"]}""", "requestIds: each must be a string of 1 to 32 characters")]
    public async Task A_close_that_names_nothing_or_too_much_is_1902(string parameters, string reason)
    {
        var answer = await server.CallAsync(CloseStreamsRequest.Path, Body(await server.CreateKeyAsync(), parameters));
        Assert.Equal((ResponseCode.InvalidParameters, reason), (answer.Code, answer.Detail!.Reason));
    }

    [Fact]
    public async Task A_batch_of_more_than_100_is_1902()
    {
        var ids = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"{i}\""));
        var answer = await server.CallAsync(CloseStreamsRequest.Path, Body(await server.CreateKeyAsync(), $$"""{"requestIds":[{{ids}}]}"""));
        Assert.Equal("requestIds: must be a list of at most 100 strings", answer.Detail!.Reason);
    }

    [Theory]
    [InlineData(ListStreamsRequest.Path, nameof(KeyPermissions.Query), "{}")]
    [InlineData(ShowStreamRequest.Path, nameof(KeyPermissions.Query), """{"requestId":"x"}""")]
    [InlineData(ListCallbacksRequest.Path, nameof(KeyPermissions.Query), "{}")]
    [InlineData(CloseStreamsRequest.Path, nameof(KeyPermissions.Close), """{"all":true}""")]
    [InlineData(ReplayCallbacksRequest.Path, nameof(KeyPermissions.Close), """{"requestId":"x"}""")]
    public async Task Asking_needs_query_and_changing_needs_close(string path, string permission, string parameters)
    {
        var needed = Enum.Parse<KeyPermissions>(permission);
        var without = await server.CallAsync(path, Body(await server.CreateKeyAsync(permissions: KeyPermissions.All & ~needed), parameters));
        var with = await server.CallAsync(path, Body(await server.CreateKeyAsync(permissions: needed), parameters));
        Assert.Equal(ResponseCode.UnauthorizedOperation, without.Code);
        Assert.NotEqual(ResponseCode.UnauthorizedOperation, with.Code);
    }

    private static string Body(KeyRow key, string parameters)
    {
        var body = JsonNode.Parse(parameters)!.AsObject();
        body["accessKey"] = key.AccessKey;
        return body.ToJsonString();
    }

    private async Task<string> CallAsync(string path, KeyRow key, string parameters)
    {
        using var response = await server.SendAsync(path, System.Text.Encoding.UTF8.GetBytes(Body(key, parameters)));
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<ListStreamsAnswer> ListAsync(KeyRow key, string parameters) =>
        JsonSerializer.Deserialize(await CallAsync(ListStreamsRequest.Path, key, parameters), ProtocolJson.Wire.ListStreamsAnswer)!;

    private async Task<IReadOnlyList<StreamCloseResult>> CloseAsync(KeyRow key, string parameters) =>
        JsonSerializer.Deserialize(await CallAsync(CloseStreamsRequest.Path, key, parameters), ProtocolJson.Wire.CloseStreamsAnswer)!.Results;

    private async Task<string> SubmitAsync(KeyRow key, string? room = null)
    {
        var body = Submissions.Valid(key.AccessKey).With("data.room", room is null ? null : $"\"{room}\"");
        var answer = await server.CallAsync(VideoStreamRequest.Path, body.ToJsonString());
        Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
        return answer.RequestId;
    }

    private async Task<int> ActiveAsync(KeyRow key) =>
        (await server.Store.FindKeyAsync(key.AccessKey, TestContext.Current.CancellationToken))!.Tenant.ActiveStreams;
}
