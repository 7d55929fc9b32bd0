using Sluice.Cli;
using Sluice.Cli.Commands;

namespace Sluice.Tests.Cli;

public sealed class WatchCommandTests
{
    private const string Callback = """
        {"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57",
         "statCode":1,"contentType":2,"riskLevel":"PASS","pullStreamSuccess":true,"auxInfo":{"streamTime":70}}
        """;

    [Fact]
    public async Task Callbacks_are_answered_200_and_printed_until_it_is_told_to_end()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new LineWriter();
        await using var error = new LineWriter();
        var watching = CommandLine.RunAsync(
            [new WatchCommand(TimeProvider.System)], ["watch", "--listen", "http://127.0.0.1:0"], output, error, stop.Token);
        var url = (await error.ReadLineAsync())["listening ".Length..];

        Assert.Equal(200, await PostAsync(url + "/cb/img?x=1"));
        Assert.EndsWith("END    9f1c2a7b  audio    PASS    70 s of stream", await output.ReadLineAsync());

        await stop.CancelAsync();
        Assert.Equal(0, await watching);
    }

    [Fact]
    public async Task With_json_a_callback_is_printed_on_one_line_as_it_came()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new LineWriter();
        await using var error = new LineWriter();
        var watching = CommandLine.RunAsync(
            [new WatchCommand(TimeProvider.System)], ["watch", "--listen", "http://127.0.0.1:0", "--json"], output, error, stop.Token);
        var url = (await error.ReadLineAsync())["listening ".Length..];

        Assert.Equal(200, await PostAsync(url));
        Assert.Equal(Callback.Replace('\n', ' '), await output.ReadLineAsync());

        await stop.CancelAsync();
        Assert.Equal(0, await watching);
    }

    [Fact]
    public async Task An_address_in_use_fails_with_the_reason()
    {
        await using var other = await ProtocolServer.StartAsync("{}");

        var run = await CommandRun.RunAsync(new WatchCommand(TimeProvider.System), "watch", "--listen", other.Url);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot listen on " + other.Url, run.Error);
    }

    [Theory]
    [InlineData("127.0.0.1:9000")]
    [InlineData("https://127.0.0.1:9000")]
    public async Task Only_an_http_URL_can_be_listened_on(string url)
    {
        var run = await CommandRun.RunAsync(new WatchCommand(TimeProvider.System), "watch", "--listen", url);

        Assert.Equal(2, run.ExitCode);
    }

    private static async Task<int> PostAsync(string url)
    {
        using var client = new HttpClient();
        using var content = new StringContent(Callback);
        using var response = await client.PostAsync(new Uri(url), content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
