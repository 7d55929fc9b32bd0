using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>
/// A recording as a live programme over HTTP-FLV, over and over, for any number of players and in a process of its own. A player begins
/// at the keyframe before now, as with a server that keeps the last group of pictures.
/// </summary>
internal sealed class ProgrammeServer : IDisposable
{
    /// <summary>The argument that makes this program be that process.</summary>
    public const string Name = "programme";

    private const byte Video = 9;
    private const byte Script = 18;

    private readonly Process _process;

    private ProgrammeServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<ProgrammeServer> StartAsync(FileInfo recording)
    {
        string[] arguments = [Name, recording.FullName];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        return new ProgrammeServer(process, int.Parse((await process.StandardOutput.ReadLineAsync())!, null));
    }

    /// <summary>What that process does, until it is killed.</summary>
    public static async Task ServeAsync(string recording)
    {
        var tags = Read(await File.ReadAllBytesAsync(recording));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            _ = PlayAsync(await listener.AcceptTcpClientAsync(), tags, watch);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task PlayAsync(TcpClient player, List<(int Time, byte[] Bytes, bool IsHeader, bool IsKeyframe)> tags, Stopwatch watch)
    {
        using (player)
        {
            try
            {
                player.NoDelay = true;
                var stream = player.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.0 200 OK\r\nContent-Type: video/x-flv\r\n\r\nFLV\x01\x05\0\0\0\x09\0\0\0\0"));
                foreach (var header in tags.Where(tag => tag.IsHeader))
                {
                    await stream.WriteAsync(header.Bytes);
                }

                var media = tags.Where(tag => !tag.IsHeader).ToList();
                var length = media[^1].Time + 33;
                var round = (int)(watch.ElapsedMilliseconds / length);
                var from = Math.Max(0, media.FindLastIndex(tag => tag.IsKeyframe && tag.Time <= watch.ElapsedMilliseconds % length));
                for (; ; round++, from = 0)
                {
                    for (var i = from; i < media.Count; i++)
                    {
                        var time = media[i].Time + (round * length);
                        var wait = time - (int)watch.ElapsedMilliseconds;
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
