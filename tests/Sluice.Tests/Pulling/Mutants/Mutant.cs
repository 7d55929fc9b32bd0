using System.Text;

namespace Sluice.Tests.Pulling.Mutants;

/// <summary>A source that serves damaged media: what it is, and in what way it is damaged, is all in its seed.</summary>
internal sealed class Mutant : IAsyncDisposable
{
    private const string TsPlaylist =
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n"
        + "#EXTINF:0.600000,\ns0.ts\n#EXTINF:0.600000,\ns1.ts\n#EXT-X-ENDLIST\n";

    private const string BoxPlaylist =
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-MAP:URI=\"i.mp4\"\n"
        + "#EXTINF:0.600000,\ns0.m4s\n#EXTINF:0.600000,\ns1.m4s\n#EXT-X-ENDLIST\n";

    private static readonly string[] Names =
        ["x.flv", "x.ts", "x.mp4", "fragmented.mp4", "segments.m3u8", "boxes.m3u8", "playlist.m3u8", "rtmp"];

    private readonly IAsyncDisposable _server;

    private Mutant(string address, string name, IAsyncDisposable server)
    {
        Address = address;
        Url = name == "rtmp" ? $"rtmp://{address}/live/x" : $"http://{address}/{name}";
        _server = server;
    }

    public string Address { get; }

    public string Url { get; }

    public static int Kinds => Names.Length;

    /// <summary>What the seed stands for.</summary>
    public static Mutant Of(int seed, MutantMedia media)
    {
        var random = new Random(seed);
        var name = Names[seed % Names.Length];
        byte[] Damaged(byte[] whole) => Mutator.Mutate(whole, random);
        byte[][] AnyDamaged(IReadOnlyList<byte[]> parts) => [.. parts.Select(part => random.Next(3) > 0 ? Damaged(part) : part)];
        return name switch
        {
            "x.flv" => OfFile(name, Damaged(media.Flv), Delivery.Any(random)),
            "x.ts" => OfFile(name, Damaged(media.Ts), Delivery.Any(random)),
            "x.mp4" => OfFile(name, Damaged(media.Mp4), Delivery.Any(random)),
            "fragmented.mp4" => OfFile(name, Damaged(media.Fragmented), Delivery.Any(random)),
            "segments.m3u8" => OfPlaylist(name, Text(TsPlaylist), AnyDamaged(media.TsSegments), media.MapBox, Delivery.Any(random)),
            "boxes.m3u8" => OfPlaylist(name, Text(BoxPlaylist), AnyDamaged(media.BoxSegments), Damaged(media.MapBox), Delivery.Any(random)),
            "rtmp" => OfRtmp(Mutator.MutateBodies(media.Flv, random)),
            _ => random.Next(2) == 0
                ? OfPlaylist(name, PlaylistMutator.Mutate(TsPlaylist, random), media.TsSegments, media.MapBox, Delivery.Any(random))
                : OfPlaylist(name, PlaylistMutator.Mutate(BoxPlaylist, random), media.BoxSegments, media.MapBox, Delivery.Any(random)),
        };
    }

    /// <summary>The same without any damage.</summary>
    public static Mutant Sound(int kind, MutantMedia media) => Names[kind] switch
    {
        "x.flv" => OfFile(Names[kind], media.Flv, Delivery.HonestAsync),
        "x.ts" => OfFile(Names[kind], media.Ts, Delivery.HonestAsync),
        "x.mp4" => OfFile(Names[kind], media.Mp4, Delivery.HonestAsync),
        "fragmented.mp4" => OfFile(Names[kind], media.Fragmented, Delivery.HonestAsync),
        "boxes.m3u8" => OfPlaylist(Names[kind], Text(BoxPlaylist), media.BoxSegments, media.MapBox, Delivery.HonestAsync),
        "rtmp" => OfRtmp(media.Flv),
        _ => OfPlaylist(Names[kind], Text(TsPlaylist), media.TsSegments, media.MapBox, Delivery.HonestAsync),
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static byte[] Text(string playlist) => Encoding.ASCII.GetBytes(playlist);

    private static Mutant OfFile(string name, byte[] body, Func<byte[], Stream, CancellationToken, Task> deliver)
    {
        var server = new RawHttpSource((_, stream, stop) => deliver(body, stream, stop));
        return new(server.Address, name, server);
    }

    private static Mutant OfPlaylist(
        string name, byte[] playlist, IReadOnlyList<byte[]> segments, byte[] map, Func<byte[], Stream, CancellationToken, Task> deliver)
    {
        var server = new RawHttpSource((path, stream, stop) => path switch
        {
            _ when path.StartsWith("/s0", StringComparison.Ordinal) => Delivery.HonestAsync(segments[0], stream, stop),
            _ when path.StartsWith("/s1", StringComparison.Ordinal) => Delivery.HonestAsync(segments[1], stream, stop),
            "/i.mp4" => Delivery.HonestAsync(map, stream, stop),
            _ => deliver(playlist, stream, stop),
        });
        return new(server.Address, name, server);
    }

    private static Mutant OfRtmp(byte[] flv)
    {
        var server = new RtmpSource(flv, "NetStream.Play.Start", "status", "NetStream.Play.UnpublishNotify");
        return new(server.Address, "rtmp", server);
    }
}
