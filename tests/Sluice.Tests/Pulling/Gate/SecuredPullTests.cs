using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;
using Sluice.Server.Egress;
using Sluice.Server.Pulling;
using Sluice.SystemTests.Order;

namespace Sluice.Tests.Pulling.Gate;

/// <summary>Real pulls of sources with TLS: each server's certificate is verified, whatever led to it.</summary>
[TakesSeconds(40)]
public sealed class SecuredPullTests(SourceMedia media) : IClassFixture<SourceMedia>, IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    private readonly TestAuthority _authority = new();

    private enum Fault
    {
        None,
        UnknownAuthority,
        Expired,
        NotValidYet,
        OtherName,
        NotForServers,
    }

    public static TheoryData<string, string?> Certificates => new()
    {
        { nameof(Fault.None), null },
        { nameof(Fault.UnknownAuthority), "the server's certificate is not trusted" },
        { nameof(Fault.Expired), "the server's certificate has expired or is not valid yet" },
        { nameof(Fault.NotValidYet), "the server's certificate has expired or is not valid yet" },
        { nameof(Fault.OtherName), "the server's certificate is for another name" },
        { nameof(Fault.NotForServers), "the server's certificate is not trusted" },
    };

    public void Dispose() => _authority.Dispose();

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task HTTPS_is_pulled_from_a_server_whose_certificate_is_good_only(string fault, string? problem)
    {
        using var certificate = Certificate(fault);
        await using var source = RawHttpSource.Of(media.ShortFlv, certificate: certificate);
        using var bench = Bench();

        var end = await bench.PullAsync($"https://{source.Address}/x.flv");

        Assert.Equal(problem is null ? Ended : Untrusted(problem), end);
        Assert.Equal(problem is null ? 1 : 0, source.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task RTMPS_is_pulled_from_a_server_whose_certificate_is_good_only(string fault, string? problem)
    {
        using var certificate = Certificate(fault);
        await using var source = new RtmpSource(media.ShortFlv, "NetStream.Play.Start", "status", "NetStream.Play.Stop", certificate);
        using var bench = Bench();

        var end = await bench.PullAsync($"rtmps://{source.Address}/live/x");

        Assert.Equal(problem is null ? Ended : Untrusted(problem), end);
        Assert.Equal(problem is null, source.Heard.Contains($"rtmps://{source.Address}/live", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("segment", true)]
    [InlineData("segment", false)]
    [InlineData("key", true)]
    [InlineData("key", false)]
    [InlineData("variant", true)]
    [InlineData("variant", false)]
    public async Task What_a_playlist_names_is_read_from_a_server_whose_certificate_is_good_only(string what, bool trusted)
    {
        using var good = _authority.Issue();
        using var other = Certificate(trusted ? nameof(Fault.None) : nameof(Fault.UnknownAuthority));
        await using var target = await HlsAsync(other, target: null);
        await using var front = await HlsAsync(good, target.Address);
        using var bench = Bench();

        var end = await bench.PullAsync($"https://{front.Address}/{what}.m3u8");

        Assert.Equal(trusted ? Ended : Untrusted("the server's certificate is not trusted"), end);
        Assert.Equal(trusted, !target.Requests.IsEmpty);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_redirect_is_followed_with_TLS_and_without(bool from, bool to)
    {
        using var certificate = _authority.Issue();
        await using var target = RawHttpSource.Of(media.ShortFlv, certificate: to ? certificate : null);
        var location = $"http{(to ? "s" : "")}://{target.Address}/x.flv";
        await using var source = new RawHttpSource(
            async (_, stream, stop) => await stream.WriteAsync(
                RawHttpSource.Head("302 Found", $"Location: {location}\r\nContent-Length: 0\r\n"), stop),
            certificate: from ? certificate : null);
        using var bench = Bench();

        Assert.Equal(Ended, await bench.PullAsync($"http{(from ? "s" : "")}://{source.Address}/x.flv"));
        Assert.Equal(2, bench.Sink.Frames.Count);
    }

    [Fact]
    public async Task Where_sources_must_have_TLS_a_redirect_to_one_without_is_refused()
    {
        using var certificate = _authority.Issue();
        await using var target = RawHttpSource.Of(media.ShortFlv);
        await using var source = new RawHttpSource(
            async (_, stream, stop) => await stream.WriteAsync(
                RawHttpSource.Head("302 Found", $"Location: http://{target.Address}/x.flv\r\nContent-Length: 0\r\n"), stop),
            certificate: certificate);
        var policy = new EgressPolicy(Options.Create(new EgressOptions { Allow = ["127.0.0.0/8"], SourceSchemes = ["https", "rtmps"] }));
        using var bench = new PullerBench(new PullOptions { TrustedCertificates = _authority.FilePath }, policy: policy);

        var end = await bench.PullAsync($"https://{source.Address}/x.flv");

        Assert.Equal(Untrusted("must be an rtmps or https URL; Sluice:Egress:SourceSchemes says so") with { IsFinal = true }, end);
        Assert.Equal((1, 0), (source.Contacts, target.Contacts));
    }

    [Fact]
    public async Task A_redirect_to_a_server_whose_certificate_is_not_trusted_is_not_followed()
    {
        using var other = Certificate(nameof(Fault.UnknownAuthority));
        await using var target = RawHttpSource.Of(media.ShortFlv, certificate: other);
        await using var source = new RawHttpSource(async (_, stream, stop) => await stream.WriteAsync(
            RawHttpSource.Head("302 Found", $"Location: https://{target.Address}/x.flv\r\nContent-Length: 0\r\n"), stop));
        using var bench = Bench();

        Assert.Equal(Untrusted("the server's certificate is not trusted"), await bench.PullAsync($"http://{source.Address}/x.flv"));
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Nothing_is_fetched_that_a_certificate_names()
    {
        await using var issuer = RawHttpSource.Of([]);
        using var other = new TestAuthority();
        using var certificate = other.Issue(issuerAt: $"http://{issuer.Address}/ca.crt");
        using (var curious = new X509Chain { ChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck } })
            Assert.False(curious.Build(certificate));
        Assert.Equal(1, issuer.Contacts);

        await using var source = RawHttpSource.Of(media.ShortFlv, certificate: certificate);
        using var bench = Bench();
        await bench.PullAsync($"https://{source.Address}/x.flv");

        Assert.Equal((1, 1), (issuer.Contacts, source.Contacts));
    }

    [Fact]
    public async Task A_server_may_send_its_stream_in_small_records()
    {
        using var certificate = _authority.Issue();
        await using var source = new RawHttpSource(
            async (_, stream, stop) =>
            {
                await stream.WriteAsync(RawHttpSource.Head("200 OK", $"Content-Length: {media.ShortFlv.Length}\r\n"), stop);
                foreach (var piece in media.ShortFlv.Chunk(700))
                    await stream.WriteAsync(piece, stop);
            },
            certificate: certificate);
        using var bench = Bench();

        Assert.Equal(Ended, await bench.PullAsync($"https://{source.Address}/x.flv"));
        Assert.InRange(bench.Sink.Bytes, media.ShortFlv.Length, media.ShortFlv.Length + 200);
    }

    private static PullEnd Ended { get; } = new(PullCause.SourceEnded, "the source ended", true);

    private static PullEnd Untrusted(string problem) => new(PullCause.CannotOpen, problem, false);

    private PullerBench Bench() => new(new PullOptions { TrustedCertificates = _authority.FilePath });

    private X509Certificate2 Certificate(string fault)
    {
        if (fault == nameof(Fault.UnknownAuthority))
        {
            using var unknown = new TestAuthority();
            return unknown.Issue();
        }

        return fault switch
        {
            nameof(Fault.Expired) => _authority.Issue(fromDay: -3, toDay: -1),
            nameof(Fault.NotValidYet) => _authority.Issue(fromDay: 1, toDay: 3),
            nameof(Fault.OtherName) => _authority.Issue("other.example"),
            nameof(Fault.NotForServers) => _authority.Issue(usage: "1.3.6.1.5.5.7.3.2"),
            _ => _authority.Issue(),
        };
    }

    /// <summary>Playlists that lead to the target, or with none to the server itself, and what they need.</summary>
    private async Task<RawHttpSource> HlsAsync(X509Certificate2 certificate, string? target)
    {
        var ts = await TsAsync();
        using var aes = Aes.Create();
        aes.Key = Key;
        var encrypted = aes.EncryptCbc(ts, new byte[16]);
        var there = target is null ? "" : $"https://{target}";
        const string Begin = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n";
        return new RawHttpSource(
            async (path, stream, stop) =>
            {
                var body = path switch
                {
                    "/segment.m3u8" => Encoding.ASCII.GetBytes($"{Begin}#EXTINF:1,\n{there}/a.ts\n#EXT-X-ENDLIST\n"),
                    "/key.m3u8" => Encoding.ASCII.GetBytes($"{Begin}#EXT-X-KEY:METHOD=AES-128,IV=0x{new string('0', 32)},URI=\"{there}/key\"\n#EXTINF:1,\n/encrypted.ts\n#EXT-X-ENDLIST\n"),
                    "/variant.m3u8" => Encoding.ASCII.GetBytes($"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{there}/segment.m3u8\n"),
                    "/key" => Key,
                    "/encrypted.ts" => encrypted,
                    _ => ts,
                };
                await stream.WriteAsync(RawHttpSource.Head("200 OK", $"Content-Length: {body.Length}\r\nConnection: close\r\n"), stop);
                await stream.WriteAsync(body, stop);
            },
            new IPEndPoint(IPAddress.Parse(target is null ? "127.0.0.2" : "127.0.0.1"), 0),
            certificate);
    }

    private async Task<byte[]> TsAsync()
    {
        var path = Path.Combine(media.Folder, "secured.ts");
        if (!File.Exists(path))
            await media.RunAsync("-i av.flv -t 1 -c copy secured.ts");
        return await File.ReadAllBytesAsync(path);
    }
}
