using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Egress;

namespace Sluice.Tests.Callbacks;

public sealed class CallbackSenderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero));
    private readonly CallbackSender _sender;

    public CallbackSenderTests() => _sender = Sender(_time, "127.0.0.0/8");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _sender.Dispose();

    [Fact]
    public async Task The_request_is_a_plain_post_of_the_stored_body()
    {
        await using var receiver = await Receiver.StartAsync(_time, 200);

        Assert.Equal(new CallbackAttempt(AttemptStatus.Delivered), await SendAsync($"{receiver.Url}/cb?x=1", """{"a":"é"}"""));

        var request = await receiver.NextAsync();
        Assert.Equal("POST", request.Method);
        Assert.Equal("/cb", request.Path);
        Assert.Equal("""{"a":"é"}""", request.Body);
        Assert.Equal(["Content-Length", "Content-Type", "Host", "User-Agent"], request.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
        Assert.Matches(@"^Sluice/\d+\.\d+\.\d+", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task A_tenants_secrets_sign_the_attempt_beside_the_unchanged_body()
    {
        string[] secrets = ["whsec_bmV3", "whsec_b2xk"];
        await using var receiver = await Receiver.StartAsync(_time, 200);

        await _sender.SendAsync(Row(receiver.Url, """{"a":"é"}"""), secrets, Token);
        _time.Advance(TimeSpan.FromSeconds(90));
        await _sender.SendAsync(Row(receiver.Url, """{"a":"é"}"""), secrets, Token);

        var (first, second) = (await receiver.NextAsync(), await receiver.NextAsync());
        Assert.Equal("""{"a":"é"}""", first.Body);
        Assert.Equal("c", first.Headers["webhook-id"]);
        Assert.Equal("c", second.Headers["webhook-id"]);
        Assert.Equal("1795356000", first.Headers["webhook-timestamp"]);
        Assert.Equal("1795356090", second.Headers["webhook-timestamp"]);
        foreach (var request in new[] { first, second })
        {
            var signatures = request.Headers["webhook-signature"].Split(' ');
            Assert.Equal(2, signatures.Length);
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(SignatureCheck.Valid, WebhookSignature.Verify(
                    "c", request.Headers["webhook-timestamp"], signatures[i], Encoding.UTF8.GetBytes(request.Body), [secrets[i]], request.At));
            }
        }
    }

    [Theory]
    [InlineData(201, false)]
    [InlineData(204, false)]
    [InlineData(301, false)]
    [InlineData(307, false)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task Any_status_but_200_is_a_failure_and_no_redirect_is_followed(int status, bool ofTheServer)
    {
        await using var receiver = await Receiver.StartAsync(_time, context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        Assert.Equal(new CallbackAttempt(ofTheServer ? AttemptStatus.ServerError : AttemptStatus.HttpError, $"HTTP {status}"), await SendAsync(receiver.Url));
        await receiver.NextAsync();
        Assert.False(receiver.TryNext(out _));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("3600", 3600)]
    [InlineData("Sun, 22 Nov 2026 14:00:20 GMT", 20)]
    [InlineData("soon", null)]
    public async Task Retry_after_is_read_as_seconds_or_as_a_date(string value, int? seconds)
    {
        await using var receiver = await Receiver.StartAsync(_time, context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = value;
            return Task.CompletedTask;
        });

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, (await SendAsync(receiver.Url)).RetryAfter);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_within_5_seconds_has_failed()
    {
        await using var receiver = await Receiver.StartHangingAsync(_time);
        var attempt = SendAsync(receiver.Url);
        await receiver.NextAsync();

        _time.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.False(attempt.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(new CallbackAttempt(AttemptStatus.Timeout, "timeout"), await attempt);
    }

    [Fact]
    public async Task Headers_that_do_not_end_in_time_are_no_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var attempt = SendAsync($"http://{listener.LocalEndpoint}/");
        using var client = await AnswerAsync(listener, "HTTP/1.1 200 OK\r\nX-Slow: ");

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(AttemptStatus.Timeout, (await attempt).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task A_connection_that_closes_before_a_whole_answer_has_failed(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var attempt = SendAsync($"http://{listener.LocalEndpoint}/");
        (await AnswerAsync(listener, answer)).Dispose();

        Assert.Equal(AttemptStatus.ConnectFailed, (await attempt).Status);
    }

    [Fact]
    public async Task Headers_without_end_cost_nothing()
    {
        await using var receiver = await Receiver.StartAsync(_time, context =>
        {
            context.Response.Headers["X-Large"] = new string('x', 30_000);
            return Task.CompletedTask;
        });

        Assert.Equal(AttemptStatus.ConnectFailed, (await SendAsync(receiver.Url)).Status);
    }

    [Theory]
    [InlineData("Content-Length: 104857600")]
    [InlineData("Connection: close")]
    public async Task A_huge_body_is_not_read_and_the_callback_is_delivered(string header)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var attempt = SendAsync($"http://{listener.LocalEndpoint}/");
        using var client = await AnswerAsync(listener, $"HTTP/1.1 200 OK\r\n{header}\r\n\r\n");
        var block = new byte[64 << 10];
        var sent = 0L;

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (sent < 100 << 20)
            {
                await client.GetStream().WriteAsync(block, Token);
                sent += block.Length;
            }
        });

        Assert.Equal(AttemptStatus.Delivered, (await attempt).Status);
    }

    /// <summary>200 has been said: what follows is the receiver's own affair.</summary>
    [Theory]
    [InlineData("Content-Length: 10\r\n\r\nhalf")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nno chunk at all")]
    [InlineData("Content-Encoding: gzip\r\nContent-Type: what/ever; x\r\nContent-Length: 4\r\n\r\n\u0001\u0002\u0003\u0004")]
    [InlineData("Connection: close\r\n\r\n<html>500 Internal Server Error</html>")]
    public async Task A_200_with_garbage_or_half_a_body_behind_it_is_delivered(string rest)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var attempt = SendAsync($"http://{listener.LocalEndpoint}/");
        (await AnswerAsync(listener, $"HTTP/1.1 200 OK\r\n{rest}")).Dispose();

        Assert.Equal(new CallbackAttempt(AttemptStatus.Delivered), await attempt);
    }

    [Fact]
    public async Task Headers_that_come_drop_by_drop_do_not_move_the_timeout()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var attempt = SendAsync($"http://{listener.LocalEndpoint}/");
        using var client = await AnswerAsync(listener, "HTTP/1.1 200 OK\r\n");
        for (var second = 1; second < 5; second++)
        {
            await client.GetStream().WriteAsync("X: y\r\n"u8.ToArray(), Token);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(attempt.IsCompleted);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(AttemptStatus.Timeout, (await attempt).Status);
    }

    [Fact]
    public async Task A_body_that_stops_half_way_changes_nothing_and_is_not_waited_for()
    {
        await using var receiver = await Receiver.StartAsync(_time, async context =>
        {
            context.Response.ContentLength = 10;
            await context.Response.WriteAsync("half", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var sender = Sender(TimeProvider.System, "127.0.0.0/8");

        var attempt = await sender.SendAsync(Row(receiver.Url, "body"), [], Token).WaitAsync(TimeSpan.FromSeconds(4), Token);

        Assert.Equal(AttemptStatus.Delivered, attempt.Status);
    }

    [Fact]
    public async Task Small_answers_leave_the_connection_for_the_next_callback()
    {
        var connections = new HashSet<string>();
        await using var receiver = await Receiver.StartAsync(_time, async context =>
        {
            connections.Add(context.Connection.Id);
            await context.Response.WriteAsync("ok");
        });

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(AttemptStatus.Delivered, (await SendAsync(receiver.Url)).Status);
        }

        Assert.Single(connections);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var receiver = await Receiver.StartAsync(_time, context =>
        {
            context.Response.Cookies.Append("a", "b");
            return Task.CompletedTask;
        });

        await SendAsync(receiver.Url);
        await SendAsync(receiver.Url);

        await receiver.NextAsync();
        Assert.DoesNotContain("Cookie", (await receiver.NextAsync()).Headers.Keys);
    }

    [Fact]
    public async Task The_urls_credentials_are_sent_as_basic_authentication()
    {
        await using var receiver = await Receiver.StartAsync(_time, 200);

        await SendAsync(receiver.Url.Replace("http://", "http://me:p%40ss@", StringComparison.Ordinal));

        Assert.Equal($"Basic {Convert.ToBase64String("me:p@ss"u8)}", (await receiver.NextAsync()).Headers["Authorization"]);
    }

    [Fact]
    public async Task An_address_that_may_not_be_contacted_is_refused_and_the_setting_named()
    {
        await using var receiver = await Receiver.StartAsync(_time, 200);
        using var sender = Sender(_time);

        var attempt = await sender.SendAsync(Row(receiver.Url, ""), [], Token);

        Assert.Equal(
            new CallbackAttempt(AttemptStatus.Refused, "address 127.0.0.1 is not public; Sluice:Egress:Allow must list it"), attempt);
        Assert.False(receiver.TryNext(out _));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("not a url")]
    public async Task What_is_no_http_address_has_failed(string url) =>
        Assert.Equal(AttemptStatus.ConnectFailed, (await SendAsync(url)).Status);

    [Fact]
    public async Task A_port_where_nobody_listens_has_failed()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}/";
        listener.Dispose();

        Assert.Equal(new CallbackAttempt(AttemptStatus.ConnectFailed, "connection: ConnectionError"), await SendAsync(url));
    }

    [Theory]
    [InlineData("https://user:word@Cb.Example/path?token=1", "https://cb.example:443")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("nonsense", "invalid")]
    public void An_endpoint_shows_neither_credentials_nor_query(string url, string expected) =>
        Assert.Equal(expected, CallbackSender.EndpointOf(url));

    private static async Task<TcpClient> AnswerAsync(TcpListener listener, string answer)
    {
        var client = await listener.AcceptTcpClientAsync(Token);
        var buffer = new byte[4096];
        var request = "";
        while (!request.EndsWith("body", StringComparison.Ordinal))
        {
            request += Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, Token));
        }

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), Token);
        return client;
    }

    private static CallbackSender Sender(TimeProvider time, params string[] allow)
    {
        var policy = new EgressPolicy(Options.Create(new EgressOptions { Allow = allow }));
        return new CallbackSender(new EgressConnector(new EgressResolver(policy), time), Options.Create(new CallbackOptions()), time);
    }

    private Task<CallbackAttempt> SendAsync(string url, string body = "body") => _sender.SendAsync(Row(url, body), [], Token);

    private CallbackRow Row(string url, string body) => new()
    {
        Id = "c",
        StreamId = "s",
        Tenant = "t",
        ContentType = 1,
        Kind = CallbackKind.Segment,
        Sequence = 0,
        Url = url,
        Body = Encoding.UTF8.GetBytes(body),
        CreatedAt = _time.GetUtcNow(),
        DueAt = _time.GetUtcNow(),
    };
}
