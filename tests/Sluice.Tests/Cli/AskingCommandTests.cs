using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Commands;

namespace Sluice.Tests.Cli;

/// <summary>list, show, callbacks, replay, and the closes of many.</summary>
public sealed class AskingCommandTests
{
    private const string Streams =
        """
        {"requestId":"1","code":1100,"message":"Success","streams":[
         {"requestId":"9f1c","state":"retrying","errorCode":3001,"room":"r\u001b[2J","url":"rtmp://h/live/42","submittedAt":"2026-11-22T14:20:31.375+00:00",
          "frames":{"captured":7},"segments":{"captured":2},"riskLevel":"REVIEW"},
         {"requestId":"0b5d2ed6","state":"ended","url":"rtmp://h/live/1","submittedAt":"2026-11-22T14:20:30+00:00",
          "frames":{"captured":0},"segments":{"captured":0},"riskLevel":"PASS"}],"next":"AAAAAAAAAAc"}
        """;

    [Fact]
    public async Task A_list_is_a_table_and_says_how_it_goes_on()
    {
        await using var server = await ProtocolServer.StartAsync(Streams);

        var run = await RunAsync(new ListCommand(), server, "list", "--state", "retrying", "--room", "r", "--limit", "2", "--after", "AAAAAAAAAAk");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            """
            requestId  state          risk    frames  segments  submitted (UTC)      room   url
            9f1c       retrying 3001  REVIEW  7       2         2026-11-22 14:20:31  r?[2J  rtmp://h/live/42
            0b5d2ed6   ended          PASS    0       0         2026-11-22 14:20:30         rtmp://h/live/1
            more: --after AAAAAAAAAAc

            """,
            run.Output);
        Assert.Equal("/api/v1/streams/list", server.Path);
        AssertBody(server, """{"accessKey":"k","state":"retrying","room":"r","limit":2,"after":"AAAAAAAAAAk"}""");
    }

    [Fact]
    public async Task With_json_a_list_is_printed_as_it_came()
    {
        const string Answer = """{"requestId":"1","code":1100,"message":"Success","streams":[]}""";
        await using var server = await ProtocolServer.StartAsync(Answer);

        var run = await RunAsync(new ListCommand(), server, "list", "--json");

        Assert.Equal((0, Answer + "\n"), (run.ExitCode, run.Output));
        AssertBody(server, """{"accessKey":"k"}""");
    }

    [Fact]
    public async Task A_stream_is_shown_a_field_a_line()
    {
        await using var server = await ProtocolServer.StartAsync(
            """{"requestId":"1","code":1100,"message":"Success","stream":{"requestId":"9f1c","frames":{"captured":7,"moderated":6}}}""");

        var run = await RunAsync(new ShowCommand(), server, "show", "9f1c");

        Assert.Equal("field      value\nrequestId  9f1c\nframes     7 captured, 6 moderated\n", run.Output);
        Assert.Equal("/api/v1/streams/show", server.Path);
        AssertBody(server, """{"accessKey":"k","requestId":"9f1c"}""");
    }

    [Fact]
    public async Task A_refusal_fails_with_its_reason()
    {
        await using var server = await ProtocolServer.StartAsync(
            """{"requestId":"1","code":1902,"message":"Invalid parameters","detail":{"reason":"requestId: no such stream"}}""");

        var run = await RunAsync(new ShowCommand(), server, "show", "x");

        Assert.Equal((1, "", "sluice: 1902 Invalid parameters: requestId: no such stream\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Callbacks_are_a_table()
    {
        await using var server = await ProtocolServer.StartAsync(
            """
            {"requestId":"1","code":1100,"message":"Success","callbacks":[{"id":"9f1c_0","kind":"segment","state":"dead","attempts":13,
             "createdAt":"2026-11-22T14:20:31+00:00","policy":"3f2a91c0de12","lastError":"HTTP 500","url":"http://h/cb"}]}
            """);

        var run = await RunAsync(new CallbacksCommand(), server, "callbacks", "9f1c", "--state", "dead");

        Assert.Equal(
            """
            id      kind     state  attempts  created (UTC)        due (UTC)  policy        last error  url
            9f1c_0  segment  dead   13        2026-11-22 14:20:31             3f2a91c0de12  HTTP 500    http://h/cb

            """,
            run.Output);
        Assert.Equal("/api/v1/callbacks/list", server.Path);
        AssertBody(server, """{"accessKey":"k","requestId":"9f1c","state":"dead"}""");
    }

    [Theory]
    [InlineData("""{"accessKey":"k","requestId":"9f1c"}""", "9f1c")]
    [InlineData("""{"accessKey":"k","ids":["a","b"]}""", "--id", "a", "--id", "b")]
    public async Task A_replay_prints_how_many(string body, params string[] args)
    {
        await using var server = await ProtocolServer.StartAsync("""{"requestId":"1","code":1100,"message":"Success","replayed":2}""");

        var run = await RunAsync(new ReplayCommand(), server, ["replay", .. args]);

        Assert.Equal((0, "2\n"), (run.ExitCode, run.Output));
        Assert.Equal("/api/v1/callbacks/replay", server.Path);
        AssertBody(server, body);
    }

    [Theory]
    [InlineData("""{"accessKey":"k","room":"r1"}""", "--room", "r1")]
    [InlineData("""{"accessKey":"k","url":"rtmp://h/1"}""", "--url", "rtmp://h/1")]
    [InlineData("""{"accessKey":"k","all":true}""", "--all")]
    public async Task A_close_of_many_prints_a_line_for_each(string body, params string[] args)
    {
        await using var server = await ProtocolServer.StartAsync(
            """{"requestId":"1","code":1100,"message":"Success","results":[{"requestId":"9f1c","code":1100}]}""");

        var run = await RunAsync(new CloseCommand(), server, ["close", .. args]);

        Assert.Equal((0, "requestId  code\n9f1c       1100\n"), (run.ExitCode, run.Output));
        Assert.Equal("/api/v1/streams/close", server.Path);
        AssertBody(server, body);
    }

    [Theory]
    [InlineData("close", "x", "--all")]
    [InlineData("close", "--room", "r", "--url", "rtmp://h/1")]
    [InlineData("replay")]
    [InlineData("replay", "x", "--id", "y")]
    [InlineData("list", "--state", "running")]
    [InlineData("callbacks", "--state", "lost")]
    [InlineData("show")]
    public async Task What_is_asked_must_be_one_thing_that_can_be(params string[] args)
    {
        Command command = args[0] switch
        {
            "close" => new CloseCommand(),
            "replay" => new ReplayCommand(),
            "list" => new ListCommand(),
            "show" => new ShowCommand(),
            _ => new CallbacksCommand(),
        };

        var run = await CommandRun.RunAsync(command, [.. args, "--server", "http://127.0.0.1:1", "--key", "k"]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    private static Task<CommandRun> RunAsync(Command command, ProtocolServer server, params string[] args) =>
        CommandRun.RunAsync(command, [.. args, "--server", server.Url, "--key", "k"]);

    private static void AssertBody(ProtocolServer server, string expected) =>
        Assert.True(JsonNode.DeepEquals(server.Json, JsonNode.Parse(expected)), server.Body);
}
