using System.Buffers.Binary;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Sources;

/// <summary>A recording that is sent over and over, as if it were live. Made once, cheap to send to many.</summary>
internal sealed class FlvClip
{
    private const int HeaderSize = 13;
    private const int TagHeaderSize = 11;
    private const int TrailerSize = 4;

    private readonly byte[] _bytes;
    private readonly List<Tag> _tags = [];

    private FlvClip(byte[] bytes)
    {
        _bytes = bytes;
        var at = HeaderSize;
        while (at < bytes.Length)
        {
            var size = (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
            var time = (bytes[at + 4] << 16) | (bytes[at + 5] << 8) | bytes[at + 6] | (bytes[at + 7] << 24);
            var whole = TagHeaderSize + size + TrailerSize;
            if (IsMedia(bytes.AsSpan(at, whole)))
                _tags.Add(new Tag(at, whole, time));
            else
                Head = [.. Head, .. bytes.AsSpan(at, whole)];
            at += whole;
        }

        Head = [.. bytes.AsSpan(0, HeaderSize), .. Head];
        // Both streams begin anew after the longer one.
        Length = _tags.Max(tag => tag.Time) + 200;
    }

    /// <summary>What a player gets first: what says how the media is coded, and no media.</summary>
    public byte[] Head { get; } = [];

    private int Length { get; }

    /// <summary>Has a clip made: a moving picture, 5 frames a second with a keyframe each second, and a tone.</summary>
    public static Task<FlvClip> MakeAsync() => MakeAsync("testsrc2=s=160x90:r=5:d=10", seconds: 10, "-g", "5", "-b:v", "60k");

    /// <param name="picture">A source of libavfilter.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="video">Options of the encoder.</param>
    public static async Task<FlvClip> MakeAsync(string picture, int seconds, params string[] video)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("clip.flv");
        await using var ffmpeg = new RunningProgram(
            "clip",
            "ffmpeg",
            [
                "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error", "-f", "lavfi", "-i", picture,
                "-f", "lavfi", "-i", $"sine=frequency=440:sample_rate=22050:duration={seconds}", "-ac", "1",
                "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-sc_threshold", "0", .. video,
                "-c:a", "aac", "-b:a", "32k", file,
            ]);
        Assert.True(await ffmpeg.WaitForExitAsync(TimeSpan.FromSeconds(60)) == 0, ffmpeg.Errors);
        return new FlvClip(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    /// <summary>The media between two moments of an endless play, in milliseconds since its beginning, with times that go on.</summary>
    public void Write(long from, long to, Stream target)
    {
        for (var start = from / Length * Length; start < to; start += Length)
        {
            foreach (var tag in _tags)
            {
                var time = start + tag.Time;
                if (time >= from && time < to)
                    Write(tag, time, target);
            }
        }
    }

    private void Write(Tag tag, long time, Stream target)
    {
        Span<byte> stamp = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(stamp, (int)time);
        target.Write(_bytes, tag.At, 4);
        target.Write(stamp[1..]);
        target.Write(stamp[..1]);
        target.Write(_bytes, tag.At + 8, tag.Size - 8);
    }

    // Not the script tag, and not what only configures a decoder.
    private static bool IsMedia(ReadOnlySpan<byte> tag) => tag[0] switch
    {
        8 or 9 => tag[TagHeaderSize + 1] != 0,
        _ => false,
    };

    private readonly record struct Tag(int At, int Size, int Time);
}
