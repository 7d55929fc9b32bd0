using Sluice.Protocol;
using Sluice.Server.Api.Keys;

namespace Sluice.Tests.Api;

/// <summary>Protocol §1: keys, permissions, rate and the order of checks.</summary>
public sealed class KeyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task An_unknown_key_is_9101()
    {
        var answer = await CloseAsync("nobody", "x");
        Assert.Equal((ResponseCode.UnauthorizedOperation, "Unauthorized operation"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task A_disabled_key_is_9101_at_once()
    {
        var key = await server.CreateKeyAsync();
        Assert.Equal(ResponseCode.InvalidParameters, (await CloseAsync(key.AccessKey, "x")).Code);
        await server.Store.DisableKeyAsync(key.AccessKey, TestContext.Current.CancellationToken);
        Assert.Equal(ResponseCode.UnauthorizedOperation, (await CloseAsync(key.AccessKey, "x")).Code);
    }

    [Fact]
    public async Task An_expired_key_is_9101()
    {
        var key = await server.CreateKeyAsync(expiresAt: TimeProvider.System.GetUtcNow().AddMinutes(-1));
        Assert.Equal(ResponseCode.UnauthorizedOperation, (await CloseAsync(key.AccessKey, "x")).Code);
    }

    [Theory]
    [InlineData(FinishVideoStreamRequest.Path, KeyPermissions.Submit | KeyPermissions.Query)]
    [InlineData(VideoStreamRequest.Path, KeyPermissions.Close | KeyPermissions.Query)]
    public async Task A_key_without_the_permission_is_9101_whatever_the_parameters(string path, object permissions)
    {
        var key = await server.CreateKeyAsync(permissions: (KeyPermissions)permissions);
        var answer = await server.CallAsync(path, $$"""{"accessKey":"{{key.AccessKey}}"}""");
        Assert.Equal(ResponseCode.UnauthorizedOperation, answer.Code);
        Assert.Equal("accessKey: has no permission for this operation", answer.Detail!.Reason);
    }

    [Fact]
    public async Task Calls_above_the_rate_are_1901_and_do_not_count()
    {
        var key = await server.CreateKeyAsync(maxQps: 1);
        var began = TimeProvider.System.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CloseAsync(key.AccessKey, "x")));
        var passed = answers.Count(answer => answer.Code == ResponseCode.InvalidParameters);
        Assert.InRange(passed, 1, MostIn(TimeProvider.System.GetElapsedTime(began)));
        Assert.Equal(8 - passed, answers.Count(answer => answer is { Code: ResponseCode.QpsLimitExceeded, Message: "QPS limit exceeded" }));
    }

    [Fact]
    public async Task The_rate_is_checked_before_the_permission_and_the_parameters()
    {
        var key = await server.CreateKeyAsync(maxQps: 1, permissions: KeyPermissions.Submit);
        var began = TimeProvider.System.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CloseAsync(key.AccessKey, "")));
        Assert.InRange(answers.Count(answer => answer.Code != ResponseCode.QpsLimitExceeded), 1, MostIn(TimeProvider.System.GetElapsedTime(began)));
    }

    // One call a second passes. A machine that stands still may make calls at once take more than one.
    private static int MostIn(TimeSpan elapsed) => 1 + (int)elapsed.TotalSeconds;

    [Fact]
    public async Task One_tenants_rate_is_not_anothers()
    {
        var one = await server.CreateKeyAsync(maxQps: 1);
        var other = await server.CreateKeyAsync(maxQps: 1);
        await CloseAsync(one.AccessKey, "x");
        Assert.Equal(ResponseCode.InvalidParameters, (await CloseAsync(other.AccessKey, "x")).Code);
    }

    [Fact]
    public async Task No_reason_echoes_the_key()
    {
        var key = await server.CreateKeyAsync(maxQps: 1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CloseAsync(key.AccessKey, "x")));
        Assert.All(answers, answer => Assert.DoesNotContain(key.AccessKey, answer.Detail!.Reason));
    }

    private Task<Answer> CloseAsync(string accessKey, string requestId) =>
        server.CallAsync(FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{accessKey}}","requestId":"{{requestId}}"}""");
}
