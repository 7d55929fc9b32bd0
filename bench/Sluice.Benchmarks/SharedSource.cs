using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Sluice.Benchmarks;

/// <summary>
/// A recorded FLV that any number of players get at its pace, each from its beginning. Encoding it once is what leaves a small
/// machine room for many streams.
/// </summary>
internal sealed class SharedSource : IAsyncDisposable
{
    private const int Seconds = 120;

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _application;

    private SharedSource(DirectoryInfo folder, WebApplication application) => (_folder, _application) = (folder, application);

    public static async Task<SharedSource> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-source-");
        var path = Path.Combine(folder.FullName, "source.flv");
        string[] arguments =
        [
            "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "lavfi", "-i", "sine=440",
            "-t", $"{Seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-b:v", "1000k", "-pix_fmt", "yuv420p",
            "-c:a", "aac", path,
        ];
        using (var encoder = Process.Start("ffmpeg", arguments))
        {
            await encoder.WaitForExitAsync();
        }

        var media = await File.ReadAllBytesAsync(path);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(context => PlayAsync(context, media));
        await application.StartAsync();
        return new SharedSource(folder, application);
    }

    public string UrlOf(int stream) => $"{_application.Urls.First()}/live/{stream}.flv";

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Ten pieces a second, as a live source of a constant rate would send.
    private static async Task PlayAsync(HttpContext context, byte[] media)
    {
        context.Response.ContentType = "video/x-flv";
        var piece = media.Length / (Seconds * 10);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var at = 0; at < media.Length; at += piece)
        {
            await context.Response.Body.WriteAsync(media.AsMemory(at, Math.Min(piece, media.Length - at)), context.RequestAborted);
            await timer.WaitForNextTickAsync(context.RequestAborted);
        }
    }
}
