using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>Sends prepared requests over a number of connections, one after the other on each, and times every answer.</summary>
internal sealed class LoadRun
{
    private readonly double[] _milliseconds;

    private LoadRun(double[] milliseconds, TimeSpan elapsed, TimeSpan processor)
    {
        Array.Sort(milliseconds);
        _milliseconds = milliseconds;
        PerSecond = milliseconds.Length / elapsed.TotalSeconds;
        ProcessorMicroseconds = processor.TotalMicroseconds / milliseconds.Length;
    }

    public double PerSecond { get; }

    /// <summary>Processor time of this whole process, server and client, per request; less noisy than a rate when the machine is shared.</summary>
    public double ProcessorMicroseconds { get; }

    public double Percentile(int percent) => _milliseconds[Math.Min(_milliseconds.Length - 1, _milliseconds.Length * percent / 100)];

    public static async Task<LoadRun> RunAsync(Uri server, int connections, byte[][] requests)
    {
        var milliseconds = new double[requests.Length];
        var next = -1;
        var processor = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.Host, server.Port);
            var buffer = new byte[4096];
            while (Interlocked.Increment(ref next) is var index && index < requests.Length)
            {
                var sent = Stopwatch.GetTimestamp();
                await socket.SendAsync(requests[index]);
                await ReceiveAsync(socket, buffer);
                milliseconds[index] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        })));
        return new LoadRun(milliseconds, Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - processor);
    }

    // Both ends are known: a status line of 200, and either a length or chunks that end in an empty one.
    private static async Task ReceiveAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (received == 0)
            {
                throw new IOException("the server closed the connection");
            }

            length += received;
            if (IsWhole(buffer.AsSpan(0, length)))
            {
                return;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
        {
            return false;
        }

        if (!answer.StartsWith("HTTP/1.1 200"u8) || answer[headers..].IndexOf("\"code\":1100"u8) < 0)
        {
            throw new IOException($"not a success: {Encoding.UTF8.GetString(answer)}");
        }

        return answer[^1] is (byte)'}' || answer.EndsWith("\r\n0\r\n\r\n"u8);
    }
}
