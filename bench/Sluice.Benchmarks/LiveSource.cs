using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Benchmarks;

/// <summary>A live 720p30 RTMP stream of 2.5 Mb/s with sound, for one player. The same picture every time.</summary>
internal sealed class LiveSource : IDisposable
{
    private readonly Process _process;

    private LiveSource(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public int ProcessId => _process.Id;

    public static async Task<LiveSource> StartAsync()
    {
        var port = FreePort();
        var url = $"rtmp://127.0.0.1:{port}/live/bench";
        string[] arguments =
        [
            "-nostdin", "-loglevel", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30", "-f", "lavfi", "-i", "sine=440",
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "60", "-b:v", "2500k", "-maxrate", "2500k",
            "-bufsize", "2500k", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv", "-listen", "1", url,
        ];
        var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        await WaitUntilListensAsync(port);
        return new LiveSource(process, url);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Connecting would be taken for the player, so the kernel is asked.
    private static async Task WaitUntilListensAsync(int port)
    {
        var listening = $":{port:X4} 00000000:0000 0A";
        for (var tries = 0; !(await File.ReadAllTextAsync("/proc/net/tcp")).Contains(listening, StringComparison.Ordinal); tries++)
        {
            if (tries == 500)
            {
                throw new TimeoutException("ffmpeg does not listen");
            }

            await Task.Delay(10);
        }
    }
}
