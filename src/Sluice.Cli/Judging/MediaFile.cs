using System.ComponentModel;
using System.Diagnostics;
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
        if (!File.Exists(path))
        {
            throw new MediaFileException("there is no such file");
        }

        using var ffmpeg = Start(path, interval);
        var complaints = ffmpeg.StandardError.ReadToEndAsync(CancellationToken.None);
        var frames = 0;
        try
        {
            var output = ffmpeg.StandardOutput.BaseStream;
            using var reader = new NutReader(output.ReadAsync);
            var hasVideo = await reader.ReadHeadersAsync(cancellationToken) is not null;
            while (hasVideo && await reader.ReadPacketAsync(cancellationToken) is { } packet)
            {
                frames++;
                yield return new MediaFrame(packet.Pts, packet.Buffer[..packet.Length]);
            }

            await ffmpeg.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!ffmpeg.HasExited)
            {
                ffmpeg.Kill();
            }
        }

        var complaint = LastLine(await complaints, path);
        if (frames == 0 || ffmpeg.ExitCode != 0)
        {
            throw new MediaFileException(complaint.Length > 0 ? complaint : "there is no picture in it");
        }
    }

    private static Process Start(string path, int interval)
    {
        string[] arguments =
        [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file", "-i", $"file:{Path.GetFullPath(path)}",
            "-map", "0:v:0", .. FfmpegArguments.Frames(interval.ToString(CultureInfo.InvariantCulture)),
            "-flush_packets", "1", "-write_index", "0", "-f", "nut", "pipe:1",
        ];
        try
        {
            return Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            throw new CommandFailedException("ffmpeg is missing: install it");
        }
    }

    private static string LastLine(string complaints, string path)
    {
        var line = complaints.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        var named = $"file:{Path.GetFullPath(path)}: ";
        return line.StartsWith(named, StringComparison.Ordinal) ? line[named.Length..] : line;
    }
}
