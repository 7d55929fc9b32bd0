using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Gate;
using Sluice.Server.Pulling.Playlists;
using Sluice.Tests.Pulling.Gate;

namespace Sluice.Tests.Pulling.Playlists;

/// <summary>The server's own look at a playlist, through the gate.</summary>
public sealed class PlaylistReaderTests : IDisposable
{
    private const string Master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000\nlow.m3u8\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly TestAuthority _authority = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_redirect_is_followed_with_TLS_and_without(bool from, bool to)
    {
        using var certificate = _authority.Issue();
        await using var target = RawHttpSource.Of(Encoding.ASCII.GetBytes(Master), certificate: to ? certificate : null);
        var there = $"http{(to ? "s" : "")}://{target.Address}";
        await using var source = Redirecting($"{there}/a/x.m3u8", from ? certificate : null);
        using var bench = Bench();
        await using var lease = Open(bench, $"http{(from ? "s" : "")}://{source.Address}/x.m3u8");

        Assert.Equal(new Uri($"{there}/a/low.m3u8"), (await ChooseAsync(lease))?.Url);
        Assert.InRange(lease.BytesIn, Master.Length, Master.Length + 400);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_is_not_asked()
    {
        using var other = new TestAuthority();
        using var certificate = other.Issue();
        await using var target = RawHttpSource.Of(Encoding.ASCII.GetBytes(Master), certificate: certificate);
        await using var source = Redirecting($"https://{target.Address}/x.m3u8", null);
        using var bench = Bench();
        await using var lease = Open(bench, $"http://{source.Address}/x.m3u8");

        Assert.Null(await ChooseAsync(lease));
        Assert.Empty(target.Requests);
        Assert.Equal("the server's certificate is not trusted", lease.Unreachable);
    }

    [Fact]
    public async Task A_redirect_to_where_no_pull_may_go_ends_the_stream_without_a_child()
    {
        await using var target = RawHttpSource.Of(Encoding.ASCII.GetBytes(Master), at: new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await using var source = Redirecting($"http://{target.Address}/x.m3u8", null);
        using var bench = new PullerBench(allowed: "127.0.0.1/32");

        var end = await bench.PullAsync($"http://{source.Address}/x.m3u8");

        Assert.Equal((PullCause.CannotOpen, true), (end.Cause, end.IsFinal));
        Assert.Equal((1, 0), (source.Contacts, target.Contacts));
    }

    [Fact]
    public async Task Redirects_that_lead_round_are_given_up()
    {
        await using var source = new RawHttpSource((_, stream, stop) =>
            stream.WriteAsync(RawHttpSource.Head("302 Found", "Location: /again.m3u8\r\nContent-Length: 0\r\n"), stop).AsTask());
        using var bench = Bench();
        await using var lease = Open(bench, $"http://{source.Address}/x.m3u8");

        Assert.Null(await ChooseAsync(lease));
        Assert.InRange(source.Contacts, 2, 10);
    }

    [Fact]
    public async Task A_playlist_that_does_not_end_is_given_up_by_its_size()
    {
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            await stream.WriteAsync(RawHttpSource.Head("200 OK"), stop);
            var lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("#note\n", 10_000)));
            while (true)
                await stream.WriteAsync(lines, stop);
        });
        using var bench = Bench();
        await using var lease = Open(bench, $"http://{source.Address}/x.m3u8");

        Assert.Null(await ChooseAsync(lease));
        Assert.InRange(lease.BytesIn, 100_000, 2_000_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_playlist_that_does_not_come_is_given_up_in_time_and_at_once_when_the_stream_is_closed(bool isClosed)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            // A client that is gone by now fails the first of these.
            try
            {
                await stream.WriteAsync(RawHttpSource.Head("200 OK", "Content-Length: 1000\r\n"), stop);
                await stream.ReadExactlyAsync(new byte[1], stop);
            }
            finally
            {
                left.SetResult();
            }
        });
        using var bench = Bench();
        await using var lease = Open(bench, $"http://{source.Address}/x.m3u8");
        var choosing = ChooseAsync(lease);
        await source.Connected.WaitAsync(Soon, Cancellation);

        if (isClosed)
            lease.Close();
        else
            _time.Advance(Patience);

        Assert.Null(await choosing);
        await left.Task.WaitAsync(Soon, Cancellation);
    }

    private static RawHttpSource Redirecting(string location, X509Certificate2? certificate) => new(
        (_, stream, stop) => stream.WriteAsync(RawHttpSource.Head("302 Found", $"Location: {location}\r\nContent-Length: 0\r\n"), stop).AsTask(),
        certificate: certificate);

    private static GateLease Open(PullerBench bench, string url) => bench.Gate.Open("s", url, SourceKind.Hls);

    private Task<Rendition?> ChooseAsync(GateLease lease) =>
        PlaylistReader.ChooseAsync(lease, lease.Url, Patience, _time).WaitAsync(Soon, Cancellation);

    private PullerBench Bench() => new(new PullOptions { TrustedCertificates = _authority.FilePath });
}
