using System.Text;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Gate;

namespace Sluice.Tests.Pulling.Gate;

/// <summary>The gate as a process on the machine sees it.</summary>
public class EgressGateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_credential_of_an_open_lease_is_served()
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of("hello"u8.ToArray());
        await using var lease = Open(bench, source);

        foreach (var credential in (string?[])[null, "Basic eDp5", "Bearer x", Credential(lease)[..^4] + "AAAA"])
        {
            Assert.StartsWith("HTTP/1.1 407 ", await AskAsync(bench, Get(source, credential)), StringComparison.Ordinal);
            Assert.StartsWith(
                "HTTP/1.1 407 ", await AskAsync(bench, $"CONNECT {source.Address} HTTP/1.1\r\n{Line(credential)}\r\n"), StringComparison.Ordinal);
        }

        Assert.Equal(0, source.Contacts);
        Assert.EndsWith("\r\n\r\nhello", await AskAsync(bench, Get(source, Credential(lease))), StringComparison.Ordinal);
        Assert.Equal(1, source.Contacts);

        lease.Close();
        Assert.StartsWith("HTTP/1.1 407 ", await AskAsync(bench, Get(source, Credential(lease))), StringComparison.Ordinal);
        Assert.Equal(1, source.Contacts);
    }

    [Fact]
    public async Task The_answer_passes_with_its_frame_and_without_what_concerned_the_connection()
    {
        using var bench = new PullerBench();
        await using var source = new RawHttpSource(async (_, stream, stop) => await stream.WriteAsync(
            "HTTP/1.1 206 Partial\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nContent-Range: bytes 1-3/9\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"u8.ToArray(),
            stop));
        await using var lease = Open(bench, source);

        var answer = await AskAsync(
            bench, $"GET http://{source.Address}/x HTTP/1.1\r\nHost: other.example\r\nRange: bytes=1-3\r\nProxy-Connection: x\r\n{Line(Credential(lease))}\r\n");

        Assert.Equal(
            "HTTP/1.1 206 Partial\r\nContent-Range: bytes 1-3/9\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            answer);
        Assert.Equal(
            $"GET /x HTTP/1.1\r\nHost: {source.Address}\r\nRange: bytes=1-3\r\nConnection: close\r\n\r\n", Assert.Single(source.Requests));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_not_to_be_understood_ends_after_the_head_whether_it_came_with_it_or_later(bool atOnce)
    {
        using var bench = new PullerBench();
        GateLease? asked = null;
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            byte[] head = [.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8];
            byte[] body = [.. "ffffffffffffffff\r\n"u8];
            await stream.WriteAsync(atOnce ? [.. head, .. body] : head, stop);
            while (!atOnce && asked!.BytesIn == 0)
                await Task.Yield();
            if (!atOnce)
                await stream.WriteAsync(body, stop);
        });
        await using var lease = Open(bench, source);
        asked = lease;

        Assert.Equal("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n", await AskAsync(bench, Get(source, Credential(lease))));
    }

    [Fact]
    public async Task To_close_a_lease_cuts_the_source_off_at_once()
    {
        using var bench = new PullerBench();
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            var buffer = new byte[1];
            try
            {
                await stream.WriteAsync(RawHttpSource.Head("200 OK"), stop);
                Assert.Equal(0, await stream.ReadAsync(buffer, stop));
            }
            catch (IOException)
            {
            }

            cut.SetResult();
        });
        var lease = Open(bench, source);
        var asking = AskAsync(bench, Get(source, Credential(lease)));
        await source.Connected.WaitAsync(Cancellation);

        lease.Close();

        await cut.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancellation);
        await lease.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), Cancellation);
        await asking;
    }

    [Theory]
    [InlineData("CONNECT 127.0.0.1:1935")]
    [InlineData("CONNECT other.example:1935")]
    [InlineData("GET http://source.invalid/")]
    public async Task An_RTMP_pull_reaches_its_server_alone(string request)
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of([]);
        await using var lease = bench.Gate.Open("s", $"rtmp://{source.Address}/live/x", SourceKind.Rtmp);

        Assert.StartsWith(
            "HTTP/1.1 403 ", await AskAsync(bench, $"{request} HTTP/1.1\r\n{Line(Credential(lease))}\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, source.Contacts);
    }

    [Fact]
    public async Task Little_pieces_behind_much_arrive_though_nothing_follows_that_would_push_them()
    {
        const byte end = 0xFF;
        using var bench = new PullerBench();
        using var arrived = new SemaphoreSlim(0);
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            await stream.WriteAsync(RawHttpSource.Head("200 OK"), stop);
            await stream.WriteAsync(new byte[512 * 1024], stop);
            for (var round = 0; round < 5; round++)
            {
                await stream.WriteAsync(new[] { end }, stop);
                await arrived.WaitAsync(stop);
                await stream.WriteAsync(new byte[100], stop);
                await stream.WriteAsync(new byte[1000], stop);
                await stream.WriteAsync(new[] { end }, stop);
                await arrived.WaitAsync(stop);
            }
        });
        await using var lease = Open(bench, source);
        using var child = bench.NewChild();
        await child.ConnectAsync(bench.Gate.EndPoint, Cancellation);
        var stream = child.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Get(source, Credential(lease))), Cancellation);

        var buffer = new byte[64 * 1024];
        for (var i = 0; i < 10; i++)
        {
            for (var last = 0; last != end;)
            {
                var count = await stream.ReadAsync(buffer, Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
                Assert.NotEqual(0, count);
                last = buffer[count - 1];
            }

            arrived.Release();
        }

        Assert.Equal(0, await stream.ReadAsync(buffer, Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
    }

    [Fact]
    public async Task A_child_that_does_not_read_makes_the_source_wait()
    {
        const int Size = 64 << 20;
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of(new byte[Size]);
        await using var lease = Open(bench, source);
        using var child = bench.NewChild();
        child.ReceiveBufferSize = 1 << 20;
        await child.ConnectAsync(bench.Gate.EndPoint, Cancellation);
        await child.Client.SendAsync(Encoding.ASCII.GetBytes(Get(source, Credential(lease))), Cancellation);

        // Until nothing moves any more.
        long before;
        using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200)))
        {
            do
            {
                before = lease.BytesIn;
                await timer.WaitForNextTickAsync(Cancellation);
            }
            while (before == 0 || before != lease.BytesIn);
        }

        Assert.InRange(before, 1, 8 << 20);

        long read = 0;
        var buffer = new byte[1 << 20];
        for (int count; (count = await child.Client.ReceiveAsync(buffer, Cancellation)) > 0;)
            read += count;
        Assert.InRange(read, Size, Size + 200);
    }

    [Theory]
    [InlineData("GET /x HTTP/1.1\r\n\r\n")]
    [InlineData("POST http://127.0.0.1/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET ftp://127.0.0.1/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://a@127.0.0.1/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://127.0.0.1:0/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://127.0.0.1:80x/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://::1/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET http:/// HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1 x\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/ HTTP/2\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\r\nX : y\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\r\nno header\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\r\nX: a\nY: b\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\n\n")]
    [InlineData("CONNECT 127.0.0.1/x HTTP/1.1\r\n\r\n")]
    public async Task What_is_no_request_to_a_proxy_is_refused(string request)
    {
        using var bench = new PullerBench();

        Assert.Null(ProxyRequest.Parse(request));
        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync(bench, request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_request_behind_the_first_is_refused()
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of([]);
        await using var lease = Open(bench, source);

        var both = Get(source, Credential(lease)) + Get(source, Credential(lease));

        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync(bench, both), StringComparison.Ordinal);
        Assert.Equal(0, source.Contacts);
    }

    [Theory]
    [InlineData("GET http://h.example HTTP/1.1\r\n\r\n", "h.example", 80, "GET / HTTP/1.1\r\nHost: h.example\r\nConnection: close\r\n\r\n")]
    [InlineData("GET http://h.example:80?q HTTP/1.1\r\n\r\n", "h.example", 80, "GET /?q HTTP/1.1\r\nHost: h.example\r\nConnection: close\r\n\r\n")]
    [InlineData("HEAD HTTP://[::1]:81/a:b@c HTTP/1.0\r\n\r\n", "::1", 81, "HEAD /a:b@c HTTP/1.1\r\nHost: [::1]:81\r\nConnection: close\r\n\r\n")]
    [InlineData(
        "GET http://h/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\nTE: x\r\nProxy-X: y\r\nCookie: a=b\r\nconnection: x\r\n\r\n",
        "h", 80, "GET / HTTP/1.1\r\nHost: h\r\nCookie: a=b\r\nConnection: close\r\n\r\n")]
    [InlineData("CONNECT h:444 HTTP/1.1\r\nX: y\r\n\r\n", "h", 444, "")]
    public void A_request_is_taken_apart(string head, string host, int port, string forwarded)
    {
        var request = ProxyRequest.Parse(head);

        Assert.Equal(new ProxyRequest(host, port, forwarded.Length == 0, null, forwarded), request);
    }

    [Theory]
    [InlineData("rtmp://h/live/x", "h", 1935, "rtmps://source.invalid:1935/live/x", "rtmp://h:1935/live")]
    [InlineData("rtmp://h:81/live/x?a=b", "h", 81, "rtmps://source.invalid:1935/live/x?a=b", "rtmp://h:81/live")]
    [InlineData("rtmp://u:p@h/app/instance/x", "h", 1935, "rtmps://u:p@source.invalid:1935/app/instance/x", "rtmp://h:1935/app/instance")]
    [InlineData("rtmp://h/app/mp4:a/b.mp4", "h", 1935, "rtmps://source.invalid:1935/app/mp4:a/b.mp4", "rtmp://h:1935/app")]
    [InlineData("rtmp://h/ondemand/a/b", "h", 1935, "rtmps://source.invalid:1935/ondemand/a/b", "rtmp://h:1935/ondemand")]
    [InlineData("rtmp://h/x", "h", 1935, "rtmps://source.invalid:1935/x", "rtmp://h:1935/")]
    [InlineData("rtmp://h", "h", 1935, "rtmps://source.invalid:1935", "rtmp://h:1935/")]
    [InlineData("rtmp://h/a?slist=b", "h", 1935, "rtmps://source.invalid:1935/a?slist=b", "rtmp://h:1935/a")]
    [InlineData("rtmp://h?slist=b", "h", 1935, "rtmps://source.invalid:1935?slist=b", "rtmp://h:1935/")]
    [InlineData("rtmps://h/live/x", "h", 443, "rtmps://source.invalid:1935/live/x", "rtmps://h:443/live")]
    [InlineData("rtmp://[2001:db8::1]:1/live/x", "2001:db8::1", 1, "rtmps://source.invalid:1935/live/x", "rtmp://[2001:db8::1]:1/live")]
    public void An_RTMP_address_is_routed_through_the_gate(string url, string host, int port, string through, string tcUrl)
    {
        var expected = new RtmpRoute(new GateTarget(url.Split(':')[0], host, port), through, tcUrl);

        Assert.Equal(expected, RtmpRoute.Of(url));
    }

    private static GateLease Open(PullerBench bench, RawHttpSource source) =>
        bench.Gate.Open("s", $"http://{source.Address}/x", SourceKind.Http);

    private static string Get(RawHttpSource source, string? credential) =>
        $"GET http://{source.Address}/x HTTP/1.1\r\n{Line(credential)}\r\n";

    private static string Line(string? credential) => credential is null ? "" : $"Proxy-Authorization: {credential}\r\n";

    private static string Credential(GateLease lease)
    {
        var proxy = new Uri(lease.Environment.Single()["http_proxy=".Length..]);
        return "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(proxy.UserInfo));
    }

    /// <summary>What the gate answers, to its end.</summary>
    private static async Task<string> AskAsync(PullerBench bench, string request)
    {
        using var child = bench.NewChild();
        await child.ConnectAsync(bench.Gate.EndPoint, Cancellation);
        using var stream = child.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, Cancellation);
        }
        catch (IOException)
        {
            // Cut off.
        }

        return Encoding.ASCII.GetString(answer.ToArray());
    }
}
