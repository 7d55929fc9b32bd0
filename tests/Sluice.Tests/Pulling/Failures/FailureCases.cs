using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Sluice.Server.Egress;
using Sluice.Server.Pulling;
using Sluice.Tests.Pulling.Gate;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>A real server for every row of the table of failures.</summary>
internal static class FailureCases
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    // What is tried before the limit needs time on a busy machine.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(6);

    public static IReadOnlyList<FailureCase> All { get; } =
    [
        // What cannot be reached.
        FailureCase.Of("nobody listens at the port (http)", _ => FailureStage.Closed("http")),
        FailureCase.Of("nobody listens at the port (rtmp)", _ => FailureStage.Closed("rtmp")),
        FailureCase.Of("the name has no address", _ => "http://nowhere.example/x.flv") with
        {
            Lookup = (_, _) => throw new SocketException((int)SocketError.HostNotFound),
        },
        new("the host does not answer", (stage, cancellationToken) => stage.FullAsync(cancellationToken))
        {
            Options = new PullOptions { StallTimeout = Short },
            NotBefore = Short,
        },
        FailureCase.Of("the address may not be contacted", _ => "http://10.1.2.3/x.flv"),
        FailureCase.Of("the port may not be contacted", _ => "http://127.0.0.1:25/x.flv") with
        {
            Policy = new EgressPolicy(Options.Create(new EgressOptions { Allow = ["127.0.0.0/8"] })),
        },
        FailureCase.Of("the scheme is none that is pulled", _ => "ftp://files.example/x.flv"),
        FailureCase.Of("the server speaks no TLS", stage => Secured(stage.Body([]))),
        FailureCase.Of("the server's certificate is from nowhere", stage =>
        {
            using var unknown = new TestAuthority();
            return stage.Http((_, _, _) => Task.CompletedTask, certificate: unknown.Issue());
        }),

        // What refuses.
        FailureCase.Of("HTTP 400", stage => stage.Body([], "400 Bad Request")),
        FailureCase.Of("HTTP 401", stage => stage.Body([], "401 Unauthorized")),
        FailureCase.Of("HTTP 403", stage => stage.Body([], "403 Forbidden")),
        FailureCase.Of("HTTP 404", stage => stage.Body([], "404 Not Found")),
        FailureCase.Of("HTTP 410", stage => stage.Body([], "410 Gone")),
        FailureCase.Of("HTTP 429", stage => stage.Body([], "429 Too Many Requests")),
        FailureCase.Of("HTTP 500", stage => stage.Body([], "500 Internal Server Error")),
        FailureCase.Of("HTTP 503", stage => stage.Body([], "503 Service Unavailable")),
        FailureCase.Of("a redirect that leads to itself", stage => stage.Body([], "302 Found", "Location: /x.flv\r\n")),
        FailureCase.Of("the server closes without an answer", stage => stage.Http((_, _, _) => Task.CompletedTask)),
        FailureCase.Of("RTMP: the stream is not known", stage => stage.Rtmp([], "NetStream.Play.StreamNotFound", "error")),
        FailureCase.Of("RTMP: playing fails", stage => stage.Rtmp([], "NetStream.Play.Failed", "error")),
        FailureCase.Of("RTMP: the token is refused", stage => stage.Rtmp([], "Authentication failed", "error")),
        FailureCase.Of("RTMP: the server closes in the handshake", stage => stage.Http((_, _, _) => Task.CompletedTask).Replace("http:", "rtmp:", StringComparison.Ordinal)),

        // What never begins.
        FailureCase.Of("the server says nothing (http)", stage => stage.Silent("http")) with
        {
            Options = new PullOptions { OpenTimeout = Short },
            NotBefore = Short,
        },
        FailureCase.Of("the server says nothing (rtmp)", stage => stage.Silent("rtmp")) with
        {
            Options = new PullOptions { OpenTimeout = Short },
            NotBefore = Short,
        },
        FailureCase.Of("RTMP: the stream is played and nothing comes", stage => stage.Rtmp([], "NetStream.Play.Start", last: "NetStream.Play.Reset")) with
        {
            Options = new PullOptions { OpenTimeout = Short },
            NotBefore = Short,
        },
        FailureCase.Of("an FLV header, then nothing", stage => stage.Live(stage.Media.Flv[..13], Never)) with
        {
            Options = new PullOptions { OpenTimeout = Enough },
            NotBefore = Enough,
        },
        FailureCase.Of("an FLV a byte at a time", stage => stage.Live(stage.Media.Flv[..100], (stream, stop) => DripAsync(stream, stage.Media.Flv.AsMemory(100), stop))) with
        {
            Options = new PullOptions { OpenTimeout = Enough },
            NotBefore = Enough,
        },
        FailureCase.Of("a live playlist whose segments are not found", stage => stage.Playlist(3, null, ended: false)) with
        {
            Options = new PullOptions { OpenTimeout = Enough },
            NotBefore = Enough,
        },
        FailureCase.Of("a live playlist without segments", stage => stage.Playlist(0, null, ended: false)) with
        {
            Options = new PullOptions { OpenTimeout = Enough },
        },

        // What is no media.
        FailureCase.Of("an empty answer", stage => stage.Body([])),
        FailureCase.Of("a page of HTML", stage => stage.Body("<!DOCTYPE html><html><body>Sign in</body></html>", "Content-Type: text/html\r\n")),
        FailureCase.Of("JSON", stage => stage.Body("""{"code":404,"message":"no such stream"}""", "Content-Type: application/json\r\n")),
        FailureCase.Of("a picture", stage => stage.Body(Picture())),
        FailureCase.Of("noise", stage => stage.Body(Noise())),
        FailureCase.Of("a body in pieces of impossible size", stage => stage.Http((_, stream, stop) =>
            FailureStage.SendAsync(stream, "200 OK", "Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n"u8.ToArray(), stop))),
        FailureCase.Of("a page of HTML in place of a playlist", stage => stage.Body("<!DOCTYPE html><html></html>", name: "x.m3u8")),
        FailureCase.Of("an ended playlist without segments", stage => stage.Playlist(0, null)),
        FailureCase.Of("an ended playlist whose segments are not found", stage => stage.Playlist(3, null)),
        FailureCase.Of("a playlist that leads to a file of the server", stage => stage.Body("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd.ts\n#EXT-X-ENDLIST\n", name: "x.m3u8")),
        FailureCase.Of("an ended playlist whose segments are noise", stage => stage.Playlist(3, Noise())),
        FailureCase.Of("an FLV header, then the end", stage => stage.Body(stage.Media.Flv[..13])),
        FailureCase.Of("sound only, and only frames are wanted", stage => stage.Body(stage.Media.AudioOnlyFlv)) with { WantsAudio = false },

        // What breaks after it began.
        FailureCase.Of("a live stream whose connection closes", stage => stage.Live(stage.Media.Flv, (_, _) => Task.CompletedTask)),
        FailureCase.Of("a live stream whose connection is reset", stage => stage.Live(Half(stage), (stream, stop) => ResetAsync(stage, stream, stop))),
        FailureCase.Of("a live stream that falls silent", stage => stage.Live(Half(stage), Never)) with { Options = Impatient, NotBefore = Short },
        FailureCase.Of("a live stream that goes on a byte at a time", stage => stage.Live(Half(stage), (stream, stop) => DripAsync(stream, stage.Media.Flv.AsMemory(Half(stage).Length), stop))) with
        {
            Options = Impatient,
            NotBefore = Short,
        },
        FailureCase.Of("a live stream without enough bandwidth", stage => stage.Live(Half(stage), (stream, stop) => DripAsync(stream, stage.Media.Flv.AsMemory(Half(stage).Length), stop, piece: 40))) with
        {
            Options = Impatient,
            NotBefore = Short,
        },
        FailureCase.Of("a recorded file that is cut short", stage => stage.Http((_, stream, stop) =>
            FailureStage.SendAsync(stream, "200 OK", $"Content-Length: {stage.Media.Flv.Length}\r\n", Half(stage), stop))),
        FailureCase.Of("a live playlist that no longer moves", stage => stage.Playlist(1, Segment(stage), ended: false)) with
        {
            Options = new PullOptions { HlsStallTimeout = Short },
            NotBefore = Short,
        },
        FailureCase.Of("RTMP: the connection closes", stage => stage.Rtmp(stage.Media.Flv, "NetStream.Play.Start")),

        // What ends, or is pulled although something is odd.
        FailureCase.Of("a recorded file to its end", stage => stage.Body(stage.Media.ShortFlv)),
        FailureCase.Of("a recorded file of the wrong content type", stage => stage.Body(stage.Media.ShortFlv, headers: "Content-Type: text/html\r\n")),
        FailureCase.Of("sound only", stage => stage.Body(stage.Media.AudioOnlyFlv)),
        FailureCase.Of("no sound, and sound is wanted", stage => stage.Body(stage.Media.VideoOnlyFlv)),
        FailureCase.Of("a playlist to its end mark", stage => stage.Playlist(1, Segment(stage))),
        FailureCase.Of("RTMP: unpublished", stage => stage.Rtmp(stage.Media.Flv, "NetStream.Play.Start", last: "NetStream.Play.UnpublishNotify")),
    ];

    private static PullOptions Impatient => new() { StallTimeout = Short };

    private static byte[] Half(FailureStage stage) => stage.Media.Flv[..(stage.Media.Flv.Length / 2)];

    private static byte[] Segment(FailureStage stage) => File.ReadAllBytes(Path.Combine(stage.Media.Folder, "segment.ts"));

    private static string Secured(string url) => url.Replace("http:", "https:", StringComparison.Ordinal);

    private static byte[] Picture()
    {
        using var picture = new Detection.TestPicture(64, 64);
        return picture.Png();
    }

    private static byte[] Noise()
    {
        var noise = new byte[100_000];
        new Random(3).NextBytes(noise);
        return noise;
    }

    private static Task Never(Stream stream, CancellationToken stop) => Task.Delay(Timeout.Infinite, stop);

    private static async Task DripAsync(Stream stream, ReadOnlyMemory<byte> rest, CancellationToken stop, int piece = 1)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (; rest.Length >= piece && await timer.WaitForNextTickAsync(stop); rest = rest[piece..])
            await stream.WriteAsync(rest[..piece], stop);
    }

    // A reset takes back what was not read yet.
    private static async Task ResetAsync(FailureStage stage, Stream stream, CancellationToken stop)
    {
        await stage.FrameCame.Task.WaitAsync(stop);
        ((NetworkStream)stream).Socket.Close(0);
    }
}
