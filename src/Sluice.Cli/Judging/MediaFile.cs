using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Nut;

namespace Sluice.Cli.Judging;

/// <summary>The frames of an image or a video, sampled by ffmpeg as those of a stream are.</summary>
internal static class MediaFile
{
    /// <param name="path">Any file that ffmpeg reads. What it refers to may only be files too.</param>
    /// <param name="interval">Seconds between frames.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    /// <exception cref="MediaFileException">After the frames that could be read: there was none, or the file is damaged.</exception>
    public static async IAsyncEnumerable<MediaFrame> ReadAsync(
        string path, int interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ffmpeg = MediaTool.Start(
            path,
            [
                "-map", "0:v:0", .. FfmpegArguments.Frames(interval.ToString(CultureInfo.InvariantCulture)),
                "-flush_packets", "1", "-write_index", "0", "-f", "nut",
            ]);
        using var reader = new NutReader(ffmpeg.Output.ReadAsync);
        var any = false;
        var hasVideo = await reader.ReadHeadersAsync(cancellationToken) is not null;
        while (hasVideo && await reader.ReadPacketAsync(cancellationToken) is { } packet)
        {
            any = true;
            yield return new MediaFrame(packet.Pts, packet.Buffer[..packet.Length]);
        }

        await ffmpeg.EndAsync(any, "there is no picture in it", cancellationToken);
    }
}
