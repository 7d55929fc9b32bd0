namespace Sluice.Tests.Detection.Unchanged;

/// <summary>A drawn picture as a stream shows it: encoded with x264 and sampled as a pull samples it.</summary>
internal static class Footage
{
    private static readonly byte[] EndAndStart = [0xFF, 0xD9, 0xFF, 0xD8];

    /// <summary>One frame a second.</summary>
    /// <param name="png">The picture.</param>
    /// <param name="seconds">How long it is shown.</param>
    /// <param name="encoder">How x264 is told to encode it.</param>
    /// <param name="filter">What is done to it before.</param>
    public static async Task<IReadOnlyList<byte[]>> ShowAsync(byte[] png, int seconds, string[] encoder, string filter = "null")
    {
        var token = TestContext.Current.CancellationToken;
        string[] encode =
        [
            "-vf", $"loop=loop=-1:size=1,fps=10,{filter}", "-t", $"{seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1",
            "-g", "20", "-pix_fmt", "yuv420p", .. encoder, "-f", "mpegts",
        ];
        var video = await FfmpegTool.ConvertAsync(png, encode, token);
        string[] sample = ["-threads", "1", "-vf", "fps=1", "-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p", "-f", "mjpeg"];
        return Split(await FfmpegTool.ConvertAsync(video, sample, token));
    }

    /// <summary>The pictures of an MJPEG.</summary>
    public static List<byte[]> Split(byte[] jpegs)
    {
        List<byte[]> frames = [];
        var from = 0;
        while (from < jpegs.Length)
        {
            var end = jpegs.AsSpan(from).IndexOf(EndAndStart);
            var to = end < 0 ? jpegs.Length : from + end + 2;
            frames.Add(jpegs[from..to]);
            from = to;
        }

        return frames;
    }
}
