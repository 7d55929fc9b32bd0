using Sluice.Protocol;
using Sluice.Server.Api.Keys;

namespace Sluice.Tests.Api;

/// <summary>Protocol §2: the close.</summary>
public sealed class CloseTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_running_stream_is_closed_and_the_answer_names_the_call_not_the_stream()
    {
        var key = await server.CreateKeyAsync();
        var stream = await SubmitAsync(key);
        var answer = await CloseAsync(key, stream);
        Assert.Equal((ResponseCode.Success, "Success"), (answer.Code, answer.Message));
        Assert.NotEqual(stream, answer.RequestId);
        Assert.Null(answer.Detail);
        Assert.False((await server.Store.FindStreamAsync(stream, TestContext.Current.CancellationToken))!.IsRunning);
        Assert.Equal(0, (await server.Store.FindKeyAsync(key.AccessKey, TestContext.Current.CancellationToken))!.Tenant.ActiveStreams);
    }

    [Fact]
    public async Task Closing_is_idempotent()
    {
        var key = await server.CreateKeyAsync();
        var stream = await SubmitAsync(key);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ResponseCode.Success, (await CloseAsync(key, stream)).Code);
        }

        Assert.Equal(0, (await server.Store.FindKeyAsync(key.AccessKey, TestContext.Current.CancellationToken))!.Tenant.ActiveStreams);
    }

    [Theory]
    [InlineData("1639824316368")]
    [InlineData("YOUR_REQUEST_ID")]
    [InlineData("a78eef377079acc6cdec24967ecde722")]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀")]
    public async Task A_well_formed_id_that_names_no_stream_is_1902(string requestId)
    {
        var answer = await CloseAsync(await server.CreateKeyAsync(), requestId);
        Assert.Equal(ResponseCode.InvalidParameters, answer.Code);
        Assert.Equal("requestId: no such stream", answer.Detail!.Reason);
    }

    [Theory]
    [InlineData("", "requestId: missing")]
    [InlineData(",\"requestId\":null", "requestId: missing")]
    [InlineData(",\"requestId\":\"\"", "requestId: missing")]
    [InlineData(",\"requestId\":1639824316368", "requestId: must be a string")]
    [InlineData(",\"requestId\":[\"a\"]", "requestId: must be a string")]
    [InlineData(",\"requestId\":true", "requestId: must be a string")]
    [InlineData(",\"requestId\":\"a78eef377079acc6cdec24967ecde7220\"", "requestId: at most 32 characters")]
    [InlineData(",\"RequestId\":\"a\"", "requestId: missing")]
    [InlineData(",\"requestId\":\"\\udc00\"", "requestId: not valid text")]
    public async Task A_requestId_that_is_not_well_formed_is_1902(string member, string reason)
    {
        var key = await server.CreateKeyAsync();
        var answer = await server.CallAsync(FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}"{{member}}}""");
        Assert.Equal(ResponseCode.InvalidParameters, answer.Code);
        Assert.Equal(reason, answer.Detail!.Reason);
    }

    [Fact]
    public async Task Another_tenants_stream_is_9101_and_goes_on()
    {
        var owner = await server.CreateKeyAsync();
        var stream = await SubmitAsync(owner);
        var answer = await CloseAsync(await server.CreateKeyAsync(), stream);
        Assert.Equal((ResponseCode.UnauthorizedOperation, "Unauthorized operation"), (answer.Code, answer.Message));
        Assert.True((await server.Store.FindStreamAsync(stream, TestContext.Current.CancellationToken))!.IsRunning);
    }

    [Fact]
    public async Task Any_key_of_the_tenant_may_close()
    {
        var one = await server.CreateKeyAsync();
        var other = await server.CreateKeyAsync(tenant: one.Tenant.Name, permissions: KeyPermissions.Close);
        Assert.Equal(ResponseCode.Success, (await CloseAsync(other, await SubmitAsync(one))).Code);
    }

    [Fact]
    public async Task A_duplicates_dupRequestId_can_be_closed()
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey).ToJsonString();
        await server.CallAsync(VideoStreamRequest.Path, body);
        var duplicate = await server.CallAsync(VideoStreamRequest.Path, body);
        Assert.Equal(ResponseCode.Success, (await CloseAsync(key, duplicate.Detail!.DupRequestId!)).Code);
        Assert.Equal(ResponseCode.Success, (await server.CallAsync(VideoStreamRequest.Path, body)).Code);
    }

    [Fact]
    public async Task Concurrent_closes_all_succeed_and_count_once()
    {
        var key = await server.CreateKeyAsync();
        var (closed, running) = (await SubmitAsync(key), await SubmitAsync(key));
        var closes = Soak.Rounds(50);
        var answers = await Task.WhenAll(Enumerable.Range(0, closes).Select(_ => CloseAsync(key, closed)));
        Assert.All(answers, answer => Assert.Equal(ResponseCode.Success, answer.Code));
        Assert.Equal(closes, answers.Select(answer => answer.RequestId).Distinct().Count());
        Assert.True((await server.Store.FindStreamAsync(running, TestContext.Current.CancellationToken))!.IsRunning);
        Assert.Equal(1, (await server.Store.FindKeyAsync(key.AccessKey, TestContext.Current.CancellationToken))!.Tenant.ActiveStreams);
    }

    [Fact]
    public async Task Messages_of_a_close_come_in_the_tenants_language()
    {
        var key = await server.CreateKeyAsync(language: MessageLanguage.Chinese);
        Assert.Equal("参数不合法", (await CloseAsync(key, "nothing")).Message);
    }

    private async Task<string> SubmitAsync(KeyRow key)
    {
        var answer = await server.CallAsync(VideoStreamRequest.Path, Submissions.Valid(key.AccessKey).ToJsonString());
        Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
        return answer.RequestId;
    }

    private Task<Answer> CloseAsync(KeyRow key, string requestId) =>
        server.CallAsync(FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{requestId}}"}""");
}
