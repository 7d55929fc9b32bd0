using System.Globalization;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Sources;

/// <summary>
/// A broadcaster: ffmpeg sends a moving picture with codes at known seconds, and a tone, in real time from second 0 on.
/// </summary>
internal sealed class LiveSource : IAsyncDisposable
{
    public const int Width = 640;
    public const int Height = 360;

    /// <summary>A source whose test is gone ends by itself.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly RunningProgram _ffmpeg;
    private readonly TemporaryFolder _folder;

    private LiveSource(RunningProgram ffmpeg, TemporaryFolder folder) => (_ffmpeg, _folder) = (ffmpeg, folder);

    public bool IsRunning => _ffmpeg.IsRunning;

    /// <summary>What it sends, of one that writes FLV.</summary>
    public Stream Output => _ffmpeg.Output.BaseStream;

    /// <summary>Begins to publish to an RTMP server.</summary>
    /// <param name="codes">When the picture has codes.</param>
    /// <param name="url">Where.</param>
    /// <param name="sound">A file that is heard in place of the tone.</param>
    public static LiveSource Publish(CodeWindow codes, string url, string? sound = null) => Start(codes, ["-re"], Longest, ["-f", "flv", url], sound);

    /// <summary>Begins to write FLV.</summary>
    public static LiveSource WriteFlv(CodeWindow codes) => Start(codes, ["-re"], Longest, ["-f", "flv", "pipe:1"]);

    /// <summary>Writes a recording of the same, faster than real time.</summary>
    public static async Task RecordAsync(CodeWindow codes, TimeSpan length, params string[] output)
    {
        await using var source = Start(codes, [], length, output);
        Assert.True(await source._ffmpeg.WaitForExitAsync(TimeSpan.FromSeconds(30)) == 0, source._ffmpeg.Errors);
    }

    public async ValueTask DisposeAsync()
    {
        await _ffmpeg.DisposeAsync();
        _folder.Dispose();
    }

    private static LiveSource Start(CodeWindow codes, string[] pace, TimeSpan length, string[] output, string? sound = null)
    {
        var folder = new TemporaryFolder();
        try
        {
            return new LiveSource(new RunningProgram("source", "ffmpeg", Arguments(codes, folder, pace, length, output, sound)), folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static string[] Arguments(CodeWindow codes, TemporaryFolder folder, string[] pace, TimeSpan length, string[] output, string? sound) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error", "-y",
        .. pace, "-f", "lavfi", "-i", $"testsrc2=s={Width}x{Height}:r=25",
        .. pace, .. sound is null ? (string[])["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"] : ["-i", sound],
        "-framerate", "1", "-i", codes.WritePictures(folder.Path),
        "-filter_complex",
        $"[0:v][2:v]overlay=x={CodeWindow.X}:y={CodeWindow.Y}:enable='between(t,{codes.First},{codes.Last + 0.99:0.##})'[picture]",
        "-map", "[picture]", "-map", "1:a", "-t", length.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
        "-g", "25", "-keyint_min", "25", "-sc_threshold", "0", "-b:v", "1500k",
        "-c:a", "aac", "-b:a", "96k",
        .. output,
    ];
}
