using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Api.Submission;
using Sluice.Server.Streams;

namespace Sluice.Tests.Api;

/// <summary>Protocol §3: what a submission does.</summary>
public sealed class SubmitTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_durable_before_the_answer_and_named_by_its_requestId()
    {
        var key = await server.CreateKeyAsync();
        var answer = await SubmitAsync(Submissions.Valid(key.AccessKey).With("data.room", "\"r42\""));
        Assert.Equal((ResponseCode.Success, "Success"), (answer.Code, answer.Message));
        var stream = await server.Store.FindStreamAsync(answer.RequestId, Token);
        Assert.Equal("r42", stream!.Settings.Room);
        Assert.True(stream.IsRunning);
    }

    [Fact]
    public async Task A_stream_keeps_the_flood_settings_that_its_tenant_had_at_its_submission()
    {
        var key = await server.CreateKeyAsync();
        await server.Store.ChangeLimitsAsync(key.Tenant.Name, new LimitChange { FloodLimit = 6, SimilarityDedup = true }, Token);
        var answer = await SubmitAsync(Submissions.Valid(key.AccessKey));
        await server.Store.ChangeLimitsAsync(key.Tenant.Name, new LimitChange { FloodLimit = 0, SimilarityDedup = false }, Token);
        var later = await SubmitAsync(Submissions.Valid(key.AccessKey));

        var settings = (await server.Store.FindStreamAsync(answer.RequestId, Token))!.Settings;
        Assert.Equal((6, true), (settings.FloodLimit, settings.SimilarityDedup));
        settings = (await server.Store.FindStreamAsync(later.RequestId, Token))!.Settings;
        Assert.Equal((0, false), (settings.FloodLimit, settings.SimilarityDedup));
    }

    [Fact]
    public async Task A_submission_whose_caller_left_is_refused_whole_or_pulled()
    {
        var key = await server.CreateKeyAsync();
        for (var i = 0; i < Soak.Rounds(40); i++)
        {
            await LeaveAsync(Submissions.Valid(key.AccessKey).ToJsonString(), TimeSpan.FromMilliseconds(i % 4));
        }

        // Each that was committed comes to be tried, though nobody waits for its answer.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(Soak.Rounds(15)));
        while ((await server.Store.ListUnendedAsync("n1", patience.Token)).Any(stream => stream.State == StreamState.Submitted))
        {
            await Task.Yield();
        }
    }

    private async Task LeaveAsync(string json, TimeSpan after)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        await socket.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port, Token);
        var request = $"POST {VideoStreamRequest.Path} HTTP/1.1\r\nHost: x\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}";
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), Token);
        await Task.Delay(after, Token);
    }

    [Fact]
    public async Task A_second_submission_of_a_running_source_starts_nothing_and_names_the_first()
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey);
        var first = await SubmitAsync(body);
        var second = await SubmitAsync(body);
        Assert.Equal(ResponseCode.InvalidParameters, second.Code);
        Assert.Equal((1001, 1001, first.RequestId), (second.Detail!.ErrorCode, second.Detail.ErrorCodeLowerCase, second.Detail.DupRequestId));
        Assert.Equal("url: already being moderated", second.Detail.Reason);
        Assert.NotEqual(first.RequestId, second.RequestId);
        Assert.Equal(1, (await server.Store.FindKeyAsync(key.AccessKey, Token))!.Tenant.ActiveStreams);
    }

    [Fact]
    public async Task Another_tenants_stream_of_the_same_source_is_no_duplicate()
    {
        var one = await server.CreateKeyAsync();
        var other = await server.CreateKeyAsync();
        var body = Submissions.Valid(one.AccessKey);
        await SubmitAsync(body);
        Assert.Equal(ResponseCode.Success, (await SubmitAsync(body.With("accessKey", $"\"{other.AccessKey}\""))).Code);
    }

    [Fact]
    public async Task A_closed_stream_is_no_duplicate()
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey);
        var first = await SubmitAsync(body);
        await server.CallAsync(FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{first.RequestId}}"}""");
        var second = await SubmitAsync(body);
        Assert.Equal(ResponseCode.Success, second.Code);
        Assert.NotEqual(first.RequestId, second.RequestId);
    }

    [Fact]
    public async Task The_stream_limit_is_exact_and_a_close_makes_room_at_once()
    {
        var key = await server.CreateKeyAsync(maxStreams: 3);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SubmitAsync(Submissions.Valid(key.AccessKey))));
        var accepted = answers.Where(answer => answer.Code == ResponseCode.Success).ToArray();
        Assert.Equal(3, accepted.Length);
        Assert.All(answers.Except(accepted), answer =>
        {
            Assert.Equal((ResponseCode.StreamCountLimitExceeded, "Stream count limit exceeded"), (answer.Code, answer.Message));
            Assert.Equal("accessKey: at most 3 concurrent streams", answer.Detail!.Reason);
        });

        await server.CallAsync(FinishVideoStreamRequest.Path, $$"""{"accessKey":"{{key.AccessKey}}","requestId":"{{accepted[0].RequestId}}"}""");
        Assert.Equal(ResponseCode.Success, (await SubmitAsync(Submissions.Valid(key.AccessKey))).Code);
        Assert.Equal(ResponseCode.StreamCountLimitExceeded, (await SubmitAsync(Submissions.Valid(key.AccessKey))).Code);
    }

    [Fact]
    public async Task A_duplicate_is_told_before_the_stream_limit()
    {
        var key = await server.CreateKeyAsync(maxStreams: 1);
        var body = Submissions.Valid(key.AccessKey);
        await SubmitAsync(body);
        Assert.Equal(1001, (await SubmitAsync(body)).Detail!.ErrorCode);
    }

    [Fact]
    public async Task Messages_come_in_the_language_of_acceptLang_else_of_the_tenant()
    {
        var chinese = await server.CreateKeyAsync(language: MessageLanguage.Chinese);
        var english = await server.CreateKeyAsync();
        Assert.Equal("成功", (await SubmitAsync(Submissions.Valid(chinese.AccessKey))).Message);
        Assert.Equal("Success", (await SubmitAsync(Submissions.Valid(chinese.AccessKey).With("acceptLang", "\"en\""))).Message);
        Assert.Equal("成功", (await SubmitAsync(Submissions.Valid(english.AccessKey).With("acceptLang", "\"zh\""))).Message);
        Assert.Equal("参数不合法", (await SubmitAsync(Submissions.Valid(english.AccessKey).With("acceptLang", "\"zh\"").With("appId", null))).Message);
        Assert.Equal("无权限操作", (await SubmitAsync(Submissions.Valid("nobody").With("acceptLang", "\"zh\""))).Message);
    }

    [Fact]
    public async Task Encrypted_data_is_read_with_the_first_16_bytes_of_the_secret_key()
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey);
        var data = body["data"]!.ToJsonString();
        var answer = await SubmitAsync(Encrypted(body, Sm4Data.Encrypt(Encoding.UTF8.GetBytes(data), key.Tenant.SecretKey)));
        Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
        var stream = await server.Store.FindStreamAsync(answer.RequestId, Token);
        Assert.Equal(data, stream!.Settings.Data);
    }

    [Theory]
    [InlineData("not Base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    public async Task Data_that_does_not_decrypt_is_1902(string cipherText)
    {
        var key = await server.CreateKeyAsync();
        var answer = await SubmitAsync(Encrypted(Submissions.Valid(key.AccessKey), cipherText));
        Assert.Equal("data: does not decrypt with this tenant's secret key", answer.Detail!.Reason);
    }

    [Fact]
    public async Task Data_that_decrypts_to_no_object_is_1902()
    {
        var key = await server.CreateKeyAsync();
        var answer = await SubmitAsync(Encrypted(Submissions.Valid(key.AccessKey), Sm4Data.Encrypt("[1]"u8, key.Tenant.SecretKey)));
        Assert.Equal("data: must be one JSON object", answer.Detail!.Reason);
    }

    private static JsonObject Encrypted(JsonObject body, string cipherText) =>
        body.With("encryptType", "\"sm4\"").With("data", $"\"{cipherText}\"");

    private Task<Answer> SubmitAsync(JsonObject body) => server.CallAsync(VideoStreamRequest.Path, body.ToJsonString());
}
