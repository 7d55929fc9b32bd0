using System.Buffers;
using System.Runtime.CompilerServices;
using Sluice.Server.Pulling;

namespace Sluice.Cli.Judging;

/// <summary>The sound of a file, 10 s at a time as that of a stream is. Its times count from 1970: a file has no date.</summary>
internal static class MediaSound
{
    // Where the file has none, before its first sound too, there is silence: so samples count its time.
    private const string Filter = $"{FfmpegArguments.Mono},aresample=16000:async=1:first_pts=0";

    /// <param name="path">Any file that ffmpeg reads. What it refers to may only be files too.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    /// <returns>Segments, which the caller disposes of; what is left at the end counts when it is at least 1 s long.</returns>
    /// <exception cref="MediaFileException">After the segments that could be read: there was no sound, or the file is damaged.</exception>
    public static async IAsyncEnumerable<AudioSegment> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ffmpeg = MediaTool.Start(path, ["-map", "0:a:0", "-af", Filter, "-ac", "1", "-c:a", "pcm_s16le", "-f", "s16le"]);
        var start = DateTimeOffset.UnixEpoch;
        int length;
        do
        {
            var buffer = ArrayPool<byte>.Shared.Rent(AudioSegmenter.SegmentBytes);
            length = await ffmpeg.Output.ReadAtLeastAsync(
                buffer.AsMemory(0, AudioSegmenter.SegmentBytes), AudioSegmenter.SegmentBytes, throwOnEndOfStream: false, cancellationToken);
            if (length >= AudioSegmenter.ShortestBytes)
            {
                var end = start + SoundFormat.Duration(length);
                yield return new AudioSegment(buffer, length & ~1, start, end);
                start = end;
            }
            else
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        while (length == AudioSegmenter.SegmentBytes);
        await ffmpeg.EndAsync(start > DateTimeOffset.UnixEpoch, "there is no second of sound in it", cancellationToken);
    }
}
