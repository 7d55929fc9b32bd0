using System.IO.Compression;
using System.Text;

namespace Sluice.Tests.Pulling.Mutants;

/// <summary>Ways in which a web server hands out a body, most of them wrong.</summary>
internal static class Delivery
{
    private static readonly byte[] Bomb = Compress(new byte[64 * 1024 * 1024]);

    private static readonly Func<byte[], Stream, CancellationToken, Task>[] Ways =
    [
        (body, stream, stop) => SendAsync(stream, $"Content-Length: {body.Length + 1000}\r\n", body, stop),
        (body, stream, stop) => SendAsync(stream, $"Content-Length: {body.Length / 2}\r\n", body, stop),
        (body, stream, stop) => SendAsync(stream, "Content-Length: 9223372036854775807\r\n", body, stop),
        (body, stream, stop) => SendAsync(stream, "Content-Length: -1\r\nContent-Length: 5\r\n", body, stop),
        (body, stream, stop) => SendAsync(stream, "", body, stop),
        (body, stream, stop) => SendAsync(stream, "Transfer-Encoding: chunked\r\n", Chunked($"{body.Length:x}", body), stop),
        (body, stream, stop) => SendAsync(stream, "Transfer-Encoding: chunked\r\n", Chunked("ffffffffffffffff", body), stop),
        (body, stream, stop) => SendAsync(stream, "Transfer-Encoding: chunked\r\n", Chunked("-1;x=\0", body), stop),
        (body, stream, stop) => SendAsync(stream, "Content-Encoding: gzip\r\n", body, stop),
        (body, stream, stop) => SendAsync(stream, "Content-Encoding: gzip\r\n", Compress(body), stop),
        (_, stream, stop) => SendAsync(stream, "Content-Encoding: gzip\r\n", Bomb, stop),
        (body, stream, stop) => SendAsync(stream, $"X: {new string('x', 30_000)}\r\nNul: \0\0\r\n", body, stop),
        (body, stream, stop) => SendAsync(stream, $"X: {new string('x', 300_000)}\r\n", body, stop),
        (body, stream, stop) => SendAsync(stream, "icy-metaint: 100\r\nicy-name: \0%s%n\r\n", body, stop),
        (body, stream, stop) => SendAsync(stream, "Content-Range: bytes 9-1/0\r\n", body, stop, "206 Partial"),
        (body, stream, stop) => SendAsync(stream, "Content-Length: 0\r\n", body, stop, "999 \u00ff\u0001"),
        (_, stream, stop) => SendAsync(stream, $"Location: /{Guid.NewGuid():n}.m3u8\r\nContent-Length: 0\r\n", [], stop, "302 Found"),
        (_, stream, stop) => SendAsync(stream, "Location: \0\r\nLocation: ://\r\n", [], stop, "301 Moved"),
        (_, stream, stop) => RepeatAsync(stream, Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n"), "X-More: more\r\n"u8.ToArray(), stop),
        (body, stream, stop) => RepeatAsync(stream, RawHttpSource.Head("200 OK"), body, stop),
    ];

    /// <summary>As it should be.</summary>
    public static Task HonestAsync(byte[] body, Stream stream, CancellationToken stop) =>
        SendAsync(stream, $"Content-Length: {body.Length}\r\n", body, stop);

    /// <summary>Mostly as it should be.</summary>
    public static Func<byte[], Stream, CancellationToken, Task> Any(Random random) =>
        random.Next(4) > 0 ? HonestAsync : Ways[random.Next(Ways.Length)];

    private static async Task SendAsync(Stream stream, string headers, byte[] body, CancellationToken stop, string status = "200 OK")
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{headers}\r\n"), stop);
        await stream.WriteAsync(body, stop);
    }

    // Until nobody reads it any more.
    private static async Task RepeatAsync(Stream stream, byte[] head, byte[] body, CancellationToken stop)
    {
        await stream.WriteAsync(head, stop);
        while (body.Length > 0)
            await stream.WriteAsync(body, stop);
    }

    private static byte[] Chunked(string size, byte[] body) => [.. Encoding.ASCII.GetBytes($"{size}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];

    private static byte[] Compress(byte[] body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(body);
        return compressed.ToArray();
    }
}
