using System.Buffers.Binary;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>Sources of every shape, pulled for real: what their frames are like, and that there is one for every slot.</summary>
public class PictureTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private const string Plain = "-c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_keep_their_shape_unless_they_are_too_large()
    {
        (string Name, string Size, string Encoder, (int, int) Expected)[] cases =
        [
            ("odd.flv", "642x358", Plain, (642, 358)),
            ("tiny.flv", "16x16", Plain, (16, 16)),
            ("wide.mp4", "3840x1080", Plain, (1920, 540)),
            ("tall.mp4", "1080x2400", Plain, (864, 1920)),
            ("422.mp4", "320x180", "-c:v libx264 -preset ultrafast -profile:v high422 -pix_fmt yuv422p10", (320, 180)),
            ("444.mp4", "641x359", "-vf scale=641:359,format=yuv444p -c:v libx264 -preset ultrafast -pix_fmt yuv444p", (641, 359)),
            ("rgb.mp4", "320x180", "-c:v libx264rgb -preset ultrafast -pix_fmt rgb24", (320, 180)),
            ("gray.mp4", "320x180", "-c:v libx264 -preset ultrafast -pix_fmt gray", (320, 180)),
        ];
        await Task.WhenAll(cases.Select(async c =>
        {
            await media.RunAsync($"-f lavfi -i testsrc2=s={c.Size}:r=5:d=2 {c.Encoder} {c.Name}");
            var sink = await PullAsync(c.Name, 2);
            Assert.All(sink.Frames, f => Assert.Equal((c.Name, c.Expected), (c.Name, SizeOf(f.Jpeg))));
        }));
    }

    [Fact]
    public async Task A_picture_that_is_to_be_turned_is_turned()
    {
        await media.RunAsync($"-f lavfi -i testsrc2=s=320x180:r=25:d=2 {Plain} straight.mp4");
        var file = await File.ReadAllBytesAsync(Path.Combine(media.Folder, "straight.mp4"), Cancellation);
        Turn(file);
        await File.WriteAllBytesAsync(Path.Combine(media.Folder, "turned.mp4"), file, Cancellation);

        var sink = await PullAsync("turned.mp4", 2);

        Assert.All(sink.Frames, f => Assert.Equal((180, 320), SizeOf(f.Jpeg)));
    }

    [Fact]
    public Task Every_slot_has_a_frame_whatever_the_frame_rate()
    {
        (string Rate, string More)[] cases =
        [
            ("30000/1001", ""),
            ("15", ""),
            ("7", "-output_ts_offset 5000"),
            ("30", "-vf select=not(mod(floor(n/7)\\,3)) -fps_mode vfr"),
        ];
        return Task.WhenAll(cases.Select(async (c, i) =>
        {
            var name = $"rate{i}.flv";
            await media.RunAsync($"-f lavfi -i testsrc2=s=160x120:r={c.Rate}:d=6 {c.More} {Plain} {name}".Replace("  ", " ", StringComparison.Ordinal));
            await PullAsync(name, 6);
        }));
    }

    [Fact]
    public async Task A_picture_that_changes_its_size_goes_on_in_the_first_size()
    {
        await media.RunAsync($"-f lavfi -i testsrc2=s=320x180:r=25:d=3 {Plain} -bsf:v h264_mp4toannexb first.ts");
        await media.RunAsync($"-f lavfi -i testsrc2=s=640x480:r=25:d=3 {Plain} -output_ts_offset 3 second.ts");
        var both = Path.Combine(media.Folder, "both.ts");
        await File.WriteAllBytesAsync(
            both,
            [
                .. await File.ReadAllBytesAsync(Path.Combine(media.Folder, "first.ts"), Cancellation),
                .. await File.ReadAllBytesAsync(Path.Combine(media.Folder, "second.ts"), Cancellation),
            ],
            Cancellation);

        var sink = await PullAsync("both.ts", 6);

        Assert.All(sink.Frames, f => Assert.Equal((320, 180), SizeOf(f.Jpeg)));
    }

    [Fact]
    public Task Timestamps_that_jump_cost_no_slot() => Task.WhenAll(JumpAsync(-1000), JumpAsync(1000));

    private async Task JumpAsync(int by)
    {
        await media.RunAsync($"-f lavfi -i testsrc2=s=160x120:r=25:d=4 {Plain} -output_ts_offset 2000 one{by}.flv");
        await media.RunAsync($"-f lavfi -i testsrc2=s=160x120:r=25:d=4 {Plain} -output_ts_offset {2004 + by} two{by}.flv");
        byte[] flv =
        [
            .. await File.ReadAllBytesAsync(Path.Combine(media.Folder, $"one{by}.flv"), Cancellation),
            .. (await File.ReadAllBytesAsync(Path.Combine(media.Folder, $"two{by}.flv"), Cancellation))[13..],
        ];
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            await stream.WriteAsync(RawHttpSource.Head("200 OK", "Transfer-Encoding: chunked\r\n"), stop);
            await RawHttpSource.WriteChunkAsync(stream, flv, stop);
        });
        using var bench = new PullerBench();

        await bench.PullAsync($"http://{source.Address}/x.flv");

        Assert.InRange(bench.Sink.Frames.Count, 8, 10);
    }

    private async Task<RecordingSink> PullAsync(string name, int frames)
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.OfFolder(media.Folder);

        var end = await bench.PullAsync($"http://{source.Address}/{name}");

        Assert.True(end.Cause is PullCause.SourceEnded or PullCause.Broken, $"{name}: {end}");
        Assert.True(Math.Abs(frames - bench.Sink.Frames.Count) <= 1 && bench.Sink.Frames.Count >= 1, $"{name}: {bench.Sink.Frames.Count} frames");
        return bench.Sink;
    }

    // By a quarter, in the matrix of the track's header: each version of ffmpeg has another option for it.
    private static void Turn(Span<byte> mp4)
    {
        var matrix = mp4[(mp4.IndexOf("tkhd"u8) + 44)..];
        foreach (var (at, value) in new[] { (0, 0), (4, 0x10000), (12, -0x10000), (16, 0) })
            BinaryPrimitives.WriteInt32BigEndian(matrix[at..], value);
    }

    // From the JPEG's start of frame.
    private static (int Width, int Height) SizeOf(byte[] jpeg)
    {
        var at = 2;
        while (jpeg[at + 1] is not (0xC0 or 0xC1 or 0xC2))
            at += 2 + (jpeg[at + 2] << 8) + jpeg[at + 3];
        return ((jpeg[at + 7] << 8) + jpeg[at + 8], (jpeg[at + 5] << 8) + jpeg[at + 6]);
    }
}
