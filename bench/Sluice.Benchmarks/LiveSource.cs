using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Benchmarks;

/// <summary>A live 720p30 RTMP stream of 2.5 Mb/s with sound and a keyframe every 2 s, for one player. The same picture every time.</summary>
internal sealed class LiveSource : IDisposable
{
    private readonly Process _process;

    private LiveSource(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public int ProcessId => _process.Id;

    public int Port { get; private init; }

    /// <summary>Encodes as it goes.</summary>
    public static Task<LiveSource> StartAsync() => StartAsync([.. Picture("-re"), "-f", "flv"]);

    /// <summary>Plays a file of <see cref="RecordAsync"/> over and over: where many streams run, their encoders would be what is measured.</summary>
    public static Task<LiveSource> StartAsync(FileInfo recording) => StartAsync(
        ["-re", "-stream_loop", "-1", "-i", recording.FullName, "-c", "copy", "-f", "flv"]);

    /// <summary>Twenty seconds of it.</summary>
    public static async Task<FileInfo> RecordAsync(DirectoryInfo folder)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, "recording.flv"));
        using var process = Start([.. Picture(), "-t", "20", file.FullName]);
        await process.WaitForExitAsync();
        file.Refresh();
        return file.Exists ? file : throw new IOException("ffmpeg recorded nothing");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<LiveSource> StartAsync(string[] arguments)
    {
        var port = FreePort();
        var url = $"rtmp://127.0.0.1:{port}/live/bench";
        var process = Start([.. arguments, "-listen", "1", url]);
        await WaitUntilListensAsync(port);
        return new LiveSource(process, url) { Port = port };
    }

    private static Process Start(string[] arguments) => Process.Start(
        new ProcessStartInfo("ffmpeg", ["-nostdin", "-loglevel", "error", .. arguments]) { RedirectStandardError = true })!;

    private static string[] Picture(params string[] pace) =>
    [
        .. pace, "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30", .. pace, "-f", "lavfi", "-i", "sine=440",
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "60", "-b:v", "2500k", "-maxrate", "2500k",
        "-bufsize", "2500k", "-pix_fmt", "yuv420p", "-c:a", "aac",
    ];

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
