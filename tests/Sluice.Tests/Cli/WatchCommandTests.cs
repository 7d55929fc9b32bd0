using System.Globalization;
using System.Text;
using Sluice.Cli;
using Sluice.Cli.Commands;
using Sluice.Protocol;

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
    public async Task With_a_secret_what_does_not_verify_is_marked()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new LineWriter();
        await using var error = new LineWriter();
        var watching = CommandLine.RunAsync(
            [new WatchCommand(TimeProvider.System)],
            ["watch", "--listen", "http://127.0.0.1:0", "--secret", "whsec_bmV3", "--secret", "whsec_b2xk"],
            output,
            error,
            stop.Token);
        var url = (await error.ReadLineAsync())["listening ".Length..];
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        await PostAsync(url, now, "whsec_b2xk");
        Assert.EndsWith("70 s of stream", await output.ReadLineAsync());
        await PostAsync(url, now, "whsec_b3RoZXI=");
        Assert.EndsWith("70 s of stream  NOT VERIFIED (wrong signature)", await output.ReadLineAsync());
        await PostAsync(url, now - 301, "whsec_bmV3");
        Assert.EndsWith("NOT VERIFIED (its time is too far from now)", await output.ReadLineAsync());
        await PostAsync(url);
        Assert.EndsWith("NOT VERIFIED (not signed)", await output.ReadLineAsync());

        await stop.CancelAsync();
        Assert.Equal(0, await watching);
    }

    [Fact]
    public async Task With_a_secret_and_json_the_callback_stays_as_it_came_and_the_complaint_goes_to_standard_error()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new LineWriter();
        await using var error = new LineWriter();
        var watching = CommandLine.RunAsync(
            [new WatchCommand(TimeProvider.System)],
            ["watch", "--listen", "http://127.0.0.1:0", "--json", "--secret", "whsec_bmV3"],
            output,
            error,
            stop.Token);
        var url = (await error.ReadLineAsync())["listening ".Length..];

        await PostAsync(url, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), "whsec_b2xk");
        Assert.Equal(Callback.Replace('\n', ' '), await output.ReadLineAsync());
        Assert.Equal("NOT VERIFIED (wrong signature): cb-1", await error.ReadLineAsync());

        await stop.CancelAsync();
        Assert.Equal(0, await watching);
    }

    [Fact]
    public async Task What_is_no_secret_is_refused_and_not_shown()
    {
        var run = await CommandRun.RunAsync(
            new WatchCommand(TimeProvider.System), "watch", "--listen", "http://127.0.0.1:0", "--secret", "hunter2");

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("hunter2", run.Output + run.Error);
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

    private static async Task<int> PostAsync(string url, long timestamp = 0, string? secret = null)
    {
        using var client = new HttpClient();
        using var content = new StringContent(Callback);
        if (secret is not null)
        {
            content.Headers.Add(WebhookSignature.IdHeader, "cb-1");
            content.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
            content.Headers.Add(
                WebhookSignature.SignatureHeader,
                WebhookSignature.Sign("cb-1", timestamp, Encoding.UTF8.GetBytes(Callback), [secret]));
        }

        using var response = await client.PostAsync(new Uri(url), content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
