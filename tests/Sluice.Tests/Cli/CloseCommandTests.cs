using System.Text.Json.Nodes;
using Sluice.Cli.Commands;

namespace Sluice.Tests.Cli;

public sealed class CloseCommandTests
{
    [Fact]
    public async Task A_close_sends_key_and_id_and_prints_the_requestId_of_the_call()
    {
        await using var server = await ProtocolServer.StartAsync("""{"requestId":"11111111111111111111111111111111","code":1100,"message":"Success"}""");

        var run = await CommandRun.RunAsync(
            new CloseCommand(), "close", "--server", server.Url, "--key", "AK20charsAK20charsAK", "9f1c2a7be05d4e31a6c8d0f3b2a49e57");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("11111111111111111111111111111111\n", run.Output);
        Assert.Equal("/finish_videostream/v4", server.Path);
        Assert.True(JsonNode.DeepEquals(
            server.Json, JsonNode.Parse("""{"accessKey":"AK20charsAK20charsAK","requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57"}""")), server.Body);
    }

    [Fact]
    public async Task With_json_a_refusal_is_printed_as_it_came_and_its_reason_too()
    {
        const string Answer = """{"requestId":"1","code":9101,"message":"Unauthorized operation","detail":{"reason":"accessKey: unknown"}}""";
        await using var server = await ProtocolServer.StartAsync(Answer);

        var run = await CommandRun.RunAsync(new CloseCommand(), "close", "--server", server.Url, "--key", "k", "--json", "x");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(Answer + "\n", run.Output);
        Assert.Equal("sluice: 9101 Unauthorized operation: accessKey: unknown\n", run.Error);
    }

    [Fact]
    public async Task A_server_with_a_path_of_its_own_is_called_below_it()
    {
        await using var server = await ProtocolServer.StartAsync("""{"requestId":"1","code":1100,"message":"Success"}""");

        await CommandRun.RunAsync(new CloseCommand(), "close", "--server", server.Url + "/sluice/", "--key", "k", "x");

        Assert.Equal("/sluice/finish_videostream/v4", server.Path);
    }

    [Theory]
    [InlineData("<html>", 200)]
    [InlineData("""{"code":1100}""", 502)]
    public async Task What_is_no_answer_of_the_protocol_fails(string answer, int status)
    {
        await using var server = await ProtocolServer.StartAsync(answer, status);

        var run = await CommandRun.RunAsync(new CloseCommand(), "close", "--server", server.Url, "--key", "k", "x");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"answered HTTP {status}", run.Error);
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails_with_the_reason()
    {
        var run = await CommandRun.RunAsync(new CloseCommand(), "close", "--server", "http://127.0.0.1:1", "--key", "k", "x");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot reach http://127.0.0.1:1/finish_videostream/v4", run.Error);
    }

    [Theory]
    [InlineData("close", "--server", "http://127.0.0.1:1", "--key", "k")]
    [InlineData("close", "--server", "http://127.0.0.1:1", "--key", "k", "a", "b")]
    public async Task One_id_is_needed(params string[] args)
    {
        var run = await CommandRun.RunAsync(new CloseCommand(), args);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
    }
}
