using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Server.Pulling;
using Sluice.SystemTests.Order;

namespace Sluice.Tests.Pulling.Gate;

/// <summary>
/// Real pulls that try to leave by the gate: 127.0.0.1 may be contacted, 127.0.0.2 may not. Each has its counterpart that
/// shows that the way is there when the policy opens it.
/// </summary>
[TakesSeconds(30)]
public class GatedPullTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private const string Public = "127.0.0.1";
    private const string Both = "127.0.0.0/8";

    private static readonly PullEnd Refused =
        new(PullCause.CannotOpen, "address 127.0.0.2 is not public; Sluice:Egress:Allow must list it", false) { IsFinal = true };

    [Theory]
    [InlineData("/redirect")]
    [InlineData("/segment.m3u8")]
    [InlineData("/key.m3u8")]
    [InlineData("/map.m3u8")]
    [InlineData("/variant.m3u8")]
    [InlineData("/sound.m3u8")]
    public async Task What_a_source_leads_to_is_contacted_only_when_it_may_be(string path)
    {
        await using var target = await PrivateAsync();
        await using var front = new RawHttpSource((asked, stream, stop) => AnswerAsync(asked, target.Address, stream, stop));

        using (var closed = new PullerBench(allowed: Public))
            Assert.Equal(Refused, await closed.PullAsync($"http://{front.Address}{path}"));
        Assert.Equal(0, target.Contacts);
        Assert.NotEqual(0, front.Contacts);

        using var open = new PullerBench(allowed: Both);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var pull = open.PullUntilAsync($"http://{front.Address}{path}", stop.Token);
        await Task.WhenAny(pull, target.Connected);
        await stop.CancelAsync();
        Assert.False((await pull).IsFinal);
        Assert.NotEqual(0, target.Contacts);
    }

    [Fact]
    public async Task A_segment_that_is_refused_ends_a_stream_that_had_begun_well()
    {
        await using var target = await PrivateAsync();
        await using var front = new RawHttpSource((asked, stream, stop) => AnswerAsync(asked, target.Address, stream, stop));
        using var bench = new PullerBench(allowed: Public);

        var end = await bench.PullAsync($"http://{front.Address}/later.m3u8");

        Assert.Equal((PullCause.CannotOpen, Refused.Detail, true), (end.Cause, end.Detail, end.IsFinal));
        Assert.Equal(0, target.Contacts);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("rtmp")]
    [InlineData("rtmps")]
    public async Task A_source_that_may_not_be_contacted_is_not_contacted(string scheme)
    {
        await using var target = RawHttpSource.Of([], at: new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));

        using (var closed = new PullerBench(allowed: Public))
            Assert.Equal(Refused, await closed.PullAsync($"{scheme}://{target.Address}/live/x"));
        Assert.Equal(0, target.Contacts);

        using var open = new PullerBench(allowed: Both);
        Assert.False((await open.PullAsync($"{scheme}://{target.Address}/live/x")).IsFinal);
        Assert.NotEqual(0, target.Contacts);
    }

    [Fact]
    public async Task A_name_that_changes_its_address_leads_to_the_address_that_was_checked_alone()
    {
        await using var front = RawHttpSource.Of(media.ShortFlv);
        await using var target = RawHttpSource.Of(media.ShortFlv, at: new IPEndPoint(IPAddress.Parse("127.0.0.2"), front.Port));
        var lookUps = 0;
        using var bench = new PullerBench(
            allowed: Public,
            lookup: (_, _) => Task.FromResult(new[] { IPAddress.Parse(Interlocked.Increment(ref lookUps) == 1 ? "127.0.0.1" : "127.0.0.2") }));

        Assert.Equal(PullCause.SourceEnded, (await bench.PullAsync($"http://rebound.example:{front.Port}/x.flv")).Cause);
        Assert.Equal((1, 1, 0), (lookUps, front.Contacts, target.Contacts));

        Assert.Equal(Refused, await bench.PullAsync($"http://rebound.example:{front.Port}/x.flv"));
        Assert.Equal((2, 1, 0), (lookUps, front.Contacts, target.Contacts));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("rtmp")]
    [InlineData("rtmps")]
    public async Task A_name_without_an_address_cannot_be_opened_and_may_be_tried_again(string scheme)
    {
        using var bench = new PullerBench(lookup: (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        var end = await bench.PullAsync($"{scheme}://no.example/live/x");

        Assert.Equal(new PullEnd(PullCause.CannotOpen, "the host name does not resolve", false), end);
    }

    [Fact]
    public async Task An_RTMP_server_hears_the_names_of_the_address_not_of_the_relay()
    {
        await using var source = new RtmpSource(media.ShortFlv, "NetStream.Play.Start", "status", "NetStream.Play.Stop");
        var port = source.Address.Split(':')[1];
        using var bench = new PullerBench(lookup: (_, _) => Task.FromResult(new[] { IPAddress.Loopback }));

        var end = await bench.PullAsync($"rtmp://tv.example:{port}/live/x?token=t");

        Assert.Equal(PullCause.SourceEnded, end.Cause);
        Assert.Contains($"tcUrl\u0002\0{(char)(23 + port.Length)}rtmp://tv.example:{port}/live\0", Unchunked(source.Heard), StringComparison.Ordinal);
        Assert.Contains("app\u0002\0\u0004live\0", Unchunked(source.Heard), StringComparison.Ordinal);
        Assert.Contains("x?token=t", Unchunked(source.Heard), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", source.Heard, StringComparison.Ordinal);

        // A chunk that goes on is marked by a byte after 128 others; the player's first message begins with a head of 12.
        static string Unchunked(string heard) => heard.Replace("\u00C3", "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\nConnection: keep-alive\n\n")]
    [InlineData("ICY 200 OK\r\nicy-name: x\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")]
    public async Task A_server_may_speak_as_servers_do(string head)
    {
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
            await stream.WriteAsync(media.ShortFlv, stop);
        });
        using var bench = new PullerBench();

        var end = await bench.PullAsync($"http://{source.Address}/x.flv");

        Assert.Equal((PullCause.Broken, true), (end.Cause, end.HadFrames));
        Assert.Equal(2, bench.Sink.Frames.Count);
    }

    [Fact]
    public async Task A_source_hears_nothing_of_the_gate()
    {
        await using var source = RawHttpSource.Of([], "404 Not Found");
        using var bench = new PullerBench();

        await bench.PullAsync($"http://user:secret@{source.Address}/x.flv?a=b");

        var request = Assert.Single(source.Requests);
        Assert.StartsWith($"GET /x.flv?a=b HTTP/1.1\r\nHost: {source.Address}\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\nConnection: close\r\n\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy", request, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<RawHttpSource> PrivateAsync()
    {
        if (!File.Exists(Path.Combine(media.Folder, "a.ts")))
            await media.RunAsync("-i av.flv -t 1 -c copy a.ts");
        return RawHttpSource.Of(await File.ReadAllBytesAsync(Path.Combine(media.Folder, "a.ts")), at: new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
    }

    private async Task AnswerAsync(string path, string target, Stream stream, CancellationToken stop)
    {
        const string Begin = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n";
        var body = path switch
        {
            "/segment.m3u8" => $"{Begin}#EXTINF:1,\nhttp://{target}/a.ts\n#EXT-X-ENDLIST\n",
            "/later.m3u8" => $"{Begin}#EXTINF:1,\na.ts\n#EXTINF:1,\nhttp://{target}/a.ts\n#EXT-X-ENDLIST\n",
            "/key.m3u8" => $"{Begin}#EXT-X-KEY:METHOD=AES-128,URI=\"http://{target}/key\"\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n",
            "/map.m3u8" => $"{Begin}#EXT-X-MAP:URI=\"http://{target}/map\"\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n",
            "/variant.m3u8" => $"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://{target}/v.m3u8\n",
            "/sound.m3u8" => $"#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",URI=\"http://{target}/v.m3u8\"\n"
                + "#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nlater.m3u8\n",
            _ => null,
        };
        if (path == "/redirect")
        {
            await stream.WriteAsync(RawHttpSource.Head("302 Found", $"Location: http://{target}/a.ts\r\nContent-Length: 0\r\n"), stop);
            return;
        }

        var bytes = body is null ? await File.ReadAllBytesAsync(Path.Combine(media.Folder, "a.ts"), stop) : Encoding.ASCII.GetBytes(body);
        await stream.WriteAsync(RawHttpSource.Head("200 OK", $"Content-Length: {bytes.Length}\r\n"), stop);
        await stream.WriteAsync(bytes, stop);
    }
}
