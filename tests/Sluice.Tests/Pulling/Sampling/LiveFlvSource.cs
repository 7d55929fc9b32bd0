using System.Buffers.Binary;
using System.Diagnostics;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>
/// HTTP-FLV as live servers send it: one programme for all players, at the pace of the clock. A player begins at a keyframe:
/// the one before now, sent at once with what followed, or the next.
/// </summary>
internal sealed class LiveFlvSource : IAsyncDisposable
{
    private const byte Video = 9;
    private const byte Script = 18;

    private readonly List<Tag> _tags = [];
    private readonly Stopwatch _watch;
    private readonly RawHttpSource _server;
    private int _players;
    private long _sent;

    /// <param name="flv">The programme. It is over at its end.</param>
    public LiveFlvSource(byte[] flv)
    {
        for (var at = 13; at + 11 < flv.Length;)
        {
            var size = (flv[at + 1] << 16) | (flv[at + 2] << 8) | flv[at + 3];
            var time = (flv[at + 7] << 24) | (flv[at + 4] << 16) | (flv[at + 5] << 8) | flv[at + 6];
            _tags.Add(new Tag(flv[at], time, flv.AsMemory(at, 11 + size + 4)));
            at += 11 + size + 4;
        }

        // At the same moment: what a busy machine needs to read the programme is not part of it.
        (_watch, Began) = (Stopwatch.StartNew(), DateTimeOffset.UtcNow);
        _server = new RawHttpSource(PlayAsync);
    }

    /// <summary>The keyframe before now and what followed it is sent at once; else a player waits for the next.</summary>
    public bool HasCache { get; init; } = true;

    /// <summary>Each player's timestamps begin at 0.</summary>
    public bool StartsAtZero { get; init; }

    /// <summary>So many players at the same time; others are refused.</summary>
    public int MostPlayers { get; init; } = int.MaxValue;

    /// <summary>When the programme was at its timestamp 0.</summary>
    public DateTimeOffset Began { get; }

    public string Url => $"http://{_server.Address}/live.flv";

    public string Address => _server.Address;

    /// <summary>How many have asked to play.</summary>
    public int Contacts => _server.Contacts;

    /// <summary>The bytes of media that were sent to all players together.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task PlayAsync(string path, Stream stream, CancellationToken stop)
    {
        if (Interlocked.Increment(ref _players) > MostPlayers)
        {
            Interlocked.Decrement(ref _players);
            await stream.WriteAsync(RawHttpSource.Head("403 Forbidden", "Content-Length: 0\r\n"), stop);
            return;
        }

        try
        {
            await stream.WriteAsync(RawHttpSource.Head("200 OK", "Transfer-Encoding: chunked\r\n"), stop);
            await RawHttpSource.WriteChunkAsync(stream, "FLV\x01\x05\0\0\0\x09\0\0\0\0"u8.ToArray(), stop);
            foreach (var header in _tags.Where(t => t.IsHeader))
                await RawHttpSource.WriteChunkAsync(stream, header.At(0), stop);

            var now = (int)_watch.ElapsedMilliseconds;
            var from = HasCache
                ? Math.Max(0, _tags.FindLastIndex(t => t.IsKeyframe && t.Time <= now))
                : _tags.FindIndex(t => t.IsKeyframe && t.Time >= now);
            if (from < 0)
                return;
            var zero = StartsAtZero ? _tags[from].Time : 0;
            foreach (var tag in _tags.Skip(from).Where(t => t is { IsHeader: false, Type: not Script }))
            {
                var wait = tag.Time - (int)_watch.ElapsedMilliseconds;
                if (wait > 0)
                    await Task.Delay(wait, stop);
                await RawHttpSource.WriteChunkAsync(stream, tag.At(tag.Time - zero), stop);
                Interlocked.Add(ref _sent, tag.Bytes.Length);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _players);
        }
    }

    private sealed record Tag(byte Type, int Time, ReadOnlyMemory<byte> Bytes)
    {
        public bool IsHeader => Type != Script && Bytes.Span[12] == 0 && Bytes.Length > 16 && (Type == Video || Bytes.Span[11] >> 4 == 10);

        public bool IsKeyframe => Type == Video && !IsHeader && Bytes.Span[11] >> 4 == 1;

        public byte[] At(int time)
        {
            var bytes = Bytes.ToArray();
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), (time << 8) | (time >>> 24));
            return bytes;
        }
    }
}
