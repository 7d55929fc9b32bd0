using Sluice.Server.Pulling.Sampling;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.Tests.Pulling.Matrix;

/// <summary>
/// ffmpeg sends a programme at its pace: over RTMP to a server, which also makes HLS of it, and as HLS with fragments of MP4 into
/// that server's folder. It lists what it sends, so that it is known when it began.
/// </summary>
internal sealed class Publisher : IAsyncDisposable
{
    private static readonly TimeSpan ComesUpWithin = TimeSpan.FromSeconds(30);

    private readonly NginxServer _nginx;
    private readonly string _name;
    private readonly RunningProgram _ffmpeg;
    private readonly Task _reading;
    private DateTimeOffset _began = DateTimeOffset.MaxValue;

    private Publisher(NginxServer nginx, Programme programme)
    {
        (_nginx, _name) = (nginx, programme.Name);
        Directory.CreateDirectory(Path.Combine(nginx.Files, "mp4"));
        _ffmpeg = new RunningProgram(
            "publisher",
            "ffmpeg",
            [
                "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error", "-copyts", "-re", "-i", programme.Path,
                "-map", "0:v", "-c", "copy", "-flush_packets", "1", "-f", "framecrc", "pipe:1",
                "-map", "0", "-c", "copy", "-f", "flv", $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{_name}",
                "-map", "0", "-c", "copy", "-f", "hls", "-hls_time", "2", "-hls_list_size", "4", "-hls_segment_type", "fmp4",
                "-hls_flags", "temp_file", "-hls_fmp4_init_filename", _name + ".mp4", Playlist(Transport.HlsMp4),
            ]);
        _reading = ReadAsync();
    }

    /// <summary>When it was at the programme's timestamp 0.</summary>
    public DateTimeOffset Began => _began;

    public static async Task<Publisher> StartAsync(NginxServer nginx, Programme programme)
    {
        var publisher = new Publisher(nginx, programme);
        await nginx.PublishedAsync(programme.Name);
        return publisher;
    }

    /// <summary>Where players find it, once there is something.</summary>
    public async Task<string> UrlAsync(Transport transport)
    {
        if (transport == Transport.Rtmp)
            return $"rtmp://127.0.0.1:{_nginx.RtmpPort}/live/{_name}";

        await Eventually.BeTrueAsync(() => File.Exists(Playlist(transport)), ComesUpWithin, "there is a playlist");
        return $"http://127.0.0.1:{_nginx.HttpPort}/{Path.GetRelativePath(_nginx.Files, Playlist(transport))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _ffmpeg.DisposeAsync();
        await _reading;
    }

    private string Playlist(Transport transport) =>
        Path.Combine(_nginx.Files, transport == Transport.HlsTs ? "hls" : "mp4", _name + ".m3u8");

    private async Task ReadAsync()
    {
        var lines = new KeyframeLines();
        while (await _ffmpeg.Output.ReadLineAsync() is { } line)
        {
            // Read in time or later, never earlier.
            if (lines.Read(line) is { } frame && DateTimeOffset.UtcNow - frame.Dts is var began && began < _began)
                _began = began;
        }
    }
}
