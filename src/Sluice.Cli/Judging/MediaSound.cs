using System.Buffers;
using System.Runtime.CompilerServices;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Nut;

namespace Sluice.Cli.Judging;

/// <summary>
/// The sound of a file, cut as that of a stream is: 10 s at a time, and where its time jumps. Its times count from 1970: a file has no date.
/// </summary>
internal static class MediaSound
{
    // ffmpeg could fill gaps itself, but then a file whose time jumps by hours makes it hold and write hours of silence.
    private const string Filter = $"{FfmpegArguments.Mono},aresample=16000,asetnsamples=n=1600:p=0";

    /// <param name="path">Any file that ffmpeg reads. What it refers to may only be files too.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    /// <returns>Segments, which the caller disposes of; what is left at the end counts when it is at least 1 s long.</returns>
    /// <exception cref="MediaFileException">After the segments that could be read: there was no sound, or the file is damaged.</exception>
    public static async IAsyncEnumerable<AudioSegment> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ffmpeg = MediaTool.Start(
            path,
            ["-map", "0:a:0", "-af", Filter, "-ac", "1", "-c:a", "pcm_s16le", "-flush_packets", "1", "-write_index", "0", "-f", "nut"]);
        using var reader = new NutReader(ffmpeg.Output.ReadAsync);
        using var segmenter = new AudioSegmenter();
        Queue<AudioSegment> segments = [];
        var (gaps, end, any) = (new SoundGaps(), TimeSpan.Zero, false);

        // The file begins at 0, perhaps without sound.
        gaps.SilenceBefore(end, 0);
        var hasSound = await reader.ReadHeadersAsync(cancellationToken) is not null;
        while (hasSound && await reader.ReadPacketAsync(cancellationToken) is { } packet)
        {
            Take(packet);
            while (segments.TryDequeue(out var segment))
            {
                any = true;
                yield return segment;
            }
        }

        if (segmenter.Flush() is { } rest)
        {
            any = true;
            yield return rest;
        }

        await ffmpeg.EndAsync(any, "there is no second of sound in it", cancellationToken);

        void Take(NutPacket packet)
        {
            var missing = gaps.SilenceBefore(packet.Pts, packet.Length);
            Add(new byte[missing]);
            if (missing == 0 && (packet.Pts - end).Duration() >= SoundGaps.Shortest)
            {
                end = packet.Pts;
            }

            Add(packet.Buffer.AsSpan(0, packet.Length));
            ArrayPool<byte>.Shared.Return(packet.Buffer);
        }

        void Add(ReadOnlySpan<byte> pcm)
        {
            segmenter.Add(pcm, DateTimeOffset.UnixEpoch + end, segments.Enqueue);
            end += SoundFormat.Duration(pcm.Length);
        }
    }
}
