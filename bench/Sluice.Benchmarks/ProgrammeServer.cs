using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>
/// A recording as a live programme over HTTP-FLV, over and over, for any number of players and in a process of its own. A player begins
/// at the keyframe before now, as with a server that keeps the last group of pictures. It tells when a path got its first player and
/// when it lost its last one, on the clock that all processes of a machine share.
/// </summary>
internal sealed class ProgrammeServer : IDisposable
{
    /// <summary>The argument that makes this program be that process.</summary>
    public const string Name = "programme";

    private const byte Video = 9;
    private const byte Script = 18;

    private readonly Process _process;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _awaited = [];
    private readonly long _began;
    private readonly int _length;
    private readonly int[] _keyframes;

    // What it says first: its port, when its programme began, how long that is, and where its keyframes are, in milliseconds.
    private ProgrammeServer(Process process, string[] first)
    {
        _process = process;
        Port = int.Parse(first[0], CultureInfo.InvariantCulture);
        _began = long.Parse(first[1], CultureInfo.InvariantCulture);
        _length = int.Parse(first[2], CultureInfo.InvariantCulture);
        _keyframes = [.. first[3].Split(',').Select(time => int.Parse(time, CultureInfo.InvariantCulture))];
        _ = ListenAsync();
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public static async Task<ProgrammeServer> StartAsync(FileInfo recording)
    {
        string[] arguments = [Name, recording.FullName];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        return new ProgrammeServer(process, (await process.StandardOutput.ReadLineAsync())!.Split(' '));
    }

    /// <summary>What that process does, until it is killed.</summary>
    public static async Task ServeAsync(string recording)
    {
        var tags = Read(await File.ReadAllBytesAsync(recording));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var began = Stopwatch.GetTimestamp();
        var keyframes = string.Join(',', tags.Where(tag => tag.IsKeyframe).Select(tag => tag.Time));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{((IPEndPoint)listener.LocalEndpoint).Port} {began} {LengthOf(tags)} {keyframes}"));
        var paths = new Dictionary<string, int>();
        while (true)
        {
            _ = PlayAsync(await listener.AcceptTcpClientAsync(), tags, began, paths);
        }
    }

    /// <summary>Completes when the path gets its first player from now on: when that was.</summary>
    public Task<long> JoinedAsync(string path) => NextAsync($"joined {path}");

    /// <summary>Completes when the path loses its last player from now on: when that was.</summary>
    public Task<long> LeftAsync(string path) => NextAsync($"left {path}");

    /// <summary>How long before a moment the last keyframe was due on the wire.</summary>
    public TimeSpan SinceKeyframe(long moment)
    {
        var now = Stopwatch.GetElapsedTime(_began, moment).TotalMilliseconds;
        var inRound = now % _length;
        var last = _keyframes.LastOrDefault(time => time <= inRound, _keyframes[^1] - _length);
        return TimeSpan.FromMilliseconds(inRound - last);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private Task<long> NextAsync(string what) =>
        _awaited.GetOrAdd(what, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var end = line.LastIndexOf(' ');
            if (_awaited.TryRemove(line[..end], out var awaited))
            {
                awaited.SetResult(long.Parse(line[(end + 1)..], CultureInfo.InvariantCulture));
            }
        }
    }

    private static void Count(Dictionary<string, int> paths, string path, int more)
    {
        var now = Stopwatch.GetTimestamp();
        lock (paths)
        {
            var before = paths.GetValueOrDefault(path);
            paths[path] = before + more;
            if (before == 0 || before + more == 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(more > 0 ? "joined" : "left")} {path} {now}"));
            }
        }
    }

    // A player says nothing after its request: what comes is its end.
    private static async Task WatchAsync(NetworkStream player, Dictionary<string, int> paths, string path)
    {
        try
        {
            while (await player.ReadAsync(new byte[16]) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Reset.
        }

        Count(paths, path, -1);
    }

    private static int LengthOf(List<(int Time, byte[] Bytes, bool IsHeader, bool IsKeyframe)> tags) => tags[^1].Time + 33;

    private static async Task PlayAsync(
        TcpClient player, List<(int Time, byte[] Bytes, bool IsHeader, bool IsKeyframe)> tags, long began, Dictionary<string, int> paths)
    {
        using (player)
        {
            try
            {
                player.NoDelay = true;
                var stream = player.GetStream();
                var request = new byte[4096];
                var path = Encoding.ASCII.GetString(request, 0, await stream.ReadAsync(request)).Split(' ')[1];
                Count(paths, path, 1);
                _ = WatchAsync(stream, paths, path);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.0 200 OK\r\nContent-Type: video/x-flv\r\n\r\nFLV\x01\x05\0\0\0\x09\0\0\0\0"));
                foreach (var header in tags.Where(tag => tag.IsHeader))
                {
                    await stream.WriteAsync(header.Bytes);
                }

                var media = tags.Where(tag => !tag.IsHeader).ToList();
                var length = LengthOf(tags);
                var round = Elapsed(began) / length;
                var from = Math.Max(0, media.FindLastIndex(tag => tag.IsKeyframe && tag.Time <= Elapsed(began) % length));
                for (; ; round++, from = 0)
                {
                    for (var i = from; i < media.Count; i++)
                    {
                        var time = media[i].Time + (round * length);
                        var wait = time - Elapsed(began);
                        if (wait > 0)
                        {
                            await Task.Delay(wait);
                        }

                        var bytes = media[i].Bytes.ToArray();
                        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), (time << 8) | (time >>> 24));
                        await stream.WriteAsync(bytes);
                    }
                }
            }
            catch (IOException)
            {
                // The player has gone.
            }
        }
    }

    private static int Elapsed(long began) => (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;

    private static List<(int Time, byte[] Bytes, bool IsHeader, bool IsKeyframe)> Read(byte[] flv)
    {
        var tags = new List<(int, byte[], bool, bool)>();
        for (var at = 13; at + 15 < flv.Length;)
        {
            var size = 11 + ((flv[at + 1] << 16) | (flv[at + 2] << 8) | flv[at + 3]) + 4;
            var time = (flv[at + 7] << 24) | (flv[at + 4] << 16) | (flv[at + 5] << 8) | flv[at + 6];
            var isHeader = flv[at + 12] == 0 && (flv[at] == Video || flv[at + 11] >> 4 == 10);
            if (flv[at] != Script)
            {
                tags.Add((time, flv.AsSpan(at, size).ToArray(), isHeader, flv[at] == Video && !isHeader && flv[at + 11] >> 4 == 1));
            }

            at += size;
        }

        return tags;
    }
}
