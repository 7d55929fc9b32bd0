using System.Globalization;

namespace Sluice.Cli.Demo;

/// <summary>The ffmpeg command of the demo's live source.</summary>
internal static class DemoSourceArguments
{
    private static readonly string[] Fonts =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
    ];

    /// <summary>The first font that this machine has, or null: then the picture has neither clock nor caption.</summary>
    public static string? FindFont() => Array.Find(Fonts, File.Exists);

    /// <summary>
    /// A server for one player: it waits up to 30 s for it, then plays in real time from second 0 until it is killed, or until
    /// <paramref name="longest"/> when whoever started it is gone.
    /// </summary>
    public static IReadOnlyList<string> Build(
        DemoScript script, string codePicture, string? speech, string? font, TimeSpan longest, int port)
    {
        var text = font is null
            ? "null"
            : $"drawtext=fontfile={font}:text='Sluice demo':x=60:y=60:fontsize=56:fontcolor=white,"
              + $"drawtext=fontfile={font}:text='%{{pts\\:hms}}':x=60:y=140:fontsize=44:fontcolor=white@0.85,"
              + $"drawtext=fontfile={font}:text='{DemoScript.Caption.Replace(":", "\\:", StringComparison.Ordinal)}':x=60:y=400:fontsize=48:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=14"
              + $":enable='between(t,{Seconds(script.CaptionFrom)},{Seconds(script.CaptionTo)})'";
        var filter =
            // A small picture scaled up is as smooth and costs a tenth.
            "[0:v]scale=1280:720:flags=bicubic,format=yuv420p,setsar=1[back];"
            + "[1:a]aformat=sample_rates=44100:channel_layouts=stereo,asplit[sound][shown];"
            + "[shown]showwaves=s=1280x160:mode=cline:r=30:scale=sqrt:colors=0xffffff[wave];"
            + $"[back][wave]overlay=0:500,{text}[titled];"
            + $"[titled][2:v]overlay=x=W-w-60:y=60:enable='between(t,{Seconds(script.CodeFrom)},{Seconds(script.CodeTo)})'[picture]";
        return
        [
            "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error",
            "-re", "-f", "lavfi", "-i", "gradients=s=320x180:r=30:n=4:c0=0x0f2027:c1=0x2c5364:c2=0x6a3093:c3=0xff7e5f:speed=0.02",
            .. Sound(speech),
            "-i", codePicture,
            "-filter_complex", filter, "-map", "[picture]", "-map", "[sound]", "-t", Seconds(longest),
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
            "-g", Frames, "-keyint_min", Frames, "-sc_threshold", "0", "-b:v", "2000k", "-maxrate", "2000k", "-bufsize", "2000k",
            "-c:a", "aac", "-b:a", "96k", "-ar", "44100",
            // "timeout" makes it listen, and gives up when nobody comes.
            "-f", "flv", "-timeout", "30", string.Create(CultureInfo.InvariantCulture, $"rtmp://127.0.0.1:{port}/live/demo"),
        ];
    }

    private static string Frames { get; } = (30 * DemoScript.FrameInterval).ToString(CultureInfo.InvariantCulture);

    private static string[] Sound(string? speech) => speech is null
        ? ["-re", "-f", "lavfi", "-i", "sine=frequency=330:beep_factor=4:sample_rate=44100,volume=0.5"]
        : ["-re", "-stream_loop", "-1", "-i", speech];

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
