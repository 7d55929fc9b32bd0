using System.Net;
using System.Text;
using Sluice.Protocol;

namespace Sluice.Tests.Api;

/// <summary>Protocol §1: what a body may be, on both calls.</summary>
public sealed class BodyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "empty", "", "body: not valid JSON" },
        { "an array", "[]", "body: must be one JSON object" },
        { "a string", "\"x\"", "body: must be one JSON object" },
        { "null", "null", "body: must be one JSON object" },
        { "no JSON", "accessKey=x", "body: not valid JSON" },
        { "cut off", "{\"accessKey\":\"x\"", "body: not valid JSON" },
        { "trailing text", "{\"accessKey\":\"x\"} x", "body: not valid JSON" },
        { "two objects", "{}{}", "body: not valid JSON" },
        { "a comment", "{/* */}", "body: not valid JSON" },
        { "a trailing comma", "{\"accessKey\":\"x\",}", "body: not valid JSON" },
        { "33 levels", "{\"x\":" + new string('[', 32) + new string(']', 32) + "}", "body: not valid JSON" },
        { "an empty object", "{}", "accessKey: missing" },
        { "accessKey null", "{\"accessKey\":null}", "accessKey: missing" },
        { "accessKey empty", "{\"accessKey\":\"\"}", "accessKey: missing" },
        { "accessKey a number", "{\"accessKey\":12}", "accessKey: must be a string" },
        { "accessKey an object", "{\"accessKey\":{}}", "accessKey: must be a string" },
        { "accessKey 21 long", "{\"accessKey\":\"" + new string('a', 21) + "\"}", "accessKey: at most 20 characters" },
        { "accessKey a lone surrogate", "{\"accessKey\":\"\\ud800\"}", "accessKey: not valid text" },
        { "accessKey twice", "{\"accessKey\":\"x\",\"accessKey\":\"x\"}", "accessKey: given twice" },
        { "requestId or data twice", "{\"accessKey\":\"x\",\"data\":{},\"requestId\":\"1\",\"requestId\":\"1\",\"data\":{}}", ": given twice" },
        { "a name that is no text, then nothing", "{\"\\ud800\":1}", "accessKey: missing" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_body_that_is_no_object_with_an_access_key_is_1902(string what, string body, string reason)
    {
        foreach (var path in (string[])[VideoStreamRequest.Path, FinishVideoStreamRequest.Path])
        {
            var answer = await server.CallAsync(path, body);
            Assert.True(answer.Code == ResponseCode.InvalidParameters, $"{what} on {path} is {answer.Code}");
            Assert.Equal("Invalid parameters", answer.Message);
            Assert.Contains(reason, answer.Detail!.Reason);
        }
    }

    [Fact]
    public async Task Invalid_UTF8_is_1902()
    {
        var answer = await server.CallAsync(FinishVideoStreamRequest.Path, [.. "{\"accessKey\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        Assert.Equal("body: not valid UTF-8", answer.Detail!.Reason);
    }

    [Fact]
    public async Task A_byte_order_mark_is_accepted()
    {
        var answer = await server.CallAsync(
            FinishVideoStreamRequest.Path, [0xEF, 0xBB, 0xBF, .. await CloseOfNothingAsync()]);
        Assert.Equal("requestId: no such stream", answer.Detail!.Reason);
    }

    [Fact]
    public async Task A_body_of_32_levels_is_read()
    {
        var key = await server.CreateKeyAsync();
        var nested = new string('[', 31) + new string(']', 31);
        var answer = await server.CallAsync(
            FinishVideoStreamRequest.Path, $$"""{"x":{{nested}},"accessKey":"{{key.AccessKey}}","requestId":"1639824316368"}""");
        Assert.Equal("requestId: no such stream", answer.Detail!.Reason);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored_even_when_given_twice()
    {
        var key = await server.CreateKeyAsync();
        var answer = await server.CallAsync(
            FinishVideoStreamRequest.Path, $$"""{"x":1,"x":2,"accessKey":"{{key.AccessKey}}","requestId":"1639824316368"}""");
        Assert.Equal("requestId: no such stream", answer.Detail!.Reason);
    }

    [Fact]
    public async Task A_body_over_one_and_a_half_MiB_is_1902()
    {
        var key = await server.CreateKeyAsync();
        var json = $$"""{"accessKey":"{{key.AccessKey}}","requestId":"1","x":"{0}"}""";
        var room = (1536 * 1024) - json.Length + 3;
        Assert.Equal("requestId: no such stream", (await CloseAsync(room)).Detail!.Reason);
        Assert.Equal("body: at most 1.5 MiB", (await CloseAsync(room + 1)).Detail!.Reason);

        Task<Answer> CloseAsync(int length) =>
            server.CallAsync(FinishVideoStreamRequest.Path, json.Replace("{0}", new string('x', length)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_4_MiB_is_413(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, FinishVideoStreamRequest.Path);
        request.Content = new StreamContent(new MemoryStream(new byte[(4 * 1024 * 1024) + 1]));
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_body_of_exactly_4_MiB_is_answered()
    {
        var answer = await server.CallAsync(FinishVideoStreamRequest.Path, new byte[4 * 1024 * 1024]);
        Assert.Equal("body: at most 1.5 MiB", answer.Detail!.Reason);
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("identity", 200)]
    [InlineData("Identity", 200)]
    public async Task A_content_encoding_other_than_identity_is_415(string encoding, int status)
    {
        using var response = await server.SendAsync(FinishVideoStreamRequest.Path, await CloseOfNothingAsync(), encoding);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task A_known_path_takes_POST_only(string method)
    {
        foreach (var path in (string[])[VideoStreamRequest.Path, FinishVideoStreamRequest.Path])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Equal(["POST"], response.Content.Headers.Allow);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/finish_videostream/v3")]
    [InlineData("/videostream/v4/x")]
    public async Task An_unknown_path_is_404(string path)
    {
        using var response = await server.SendAsync(path, [.. "{}"u8]);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<byte[]> CloseOfNothingAsync()
    {
        var key = await server.CreateKeyAsync();
        return Encoding.UTF8.GetBytes($$"""{"accessKey":"{{key.AccessKey}}","requestId":"1639824316368"}""");
    }
}
