using Sluice.Server.Pulling;
using Sluice.SystemTests.Order;

namespace Sluice.Tests.Pulling.Playlists;

/// <summary>Real pulls of HLS in its forms.</summary>
[TakesSeconds(40)]
public class HlsFormTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private const string All = "-f hls -hls_time 1 -hls_list_size 0";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_master_playlist_only_the_chosen_rendition_is_opened_through_a_redirect_too()
    {
        using var bench = new PullerBench();
        await media.RunAsync($"-t 2 -i av.flv -vf scale=640:360 -c:v libx264 -preset ultrafast -g 25 -c:a copy {All} r640x360.m3u8");
        foreach (var size in new[] { "320x180", "1280x720" })
            await media.RunAsync($"-t 2 -i av.flv -c copy {All} r{size}.m3u8");
        await File.WriteAllTextAsync(
            Path.Combine(media.Folder, "master.m3u8"),
            "#EXTM3U\n" + string.Concat(new[] { "1280x720", "320x180", "640x360" }.Select(
                s => $"#EXT-X-STREAM-INF:BANDWIDTH={s.Length}00000,RESOLUTION={s}\nr{s}.m3u8\n")),
            Cancellation);
        await using var files = RawHttpSource.OfFolder(media.Folder);
        await using var source = new RawHttpSource((_, stream, stop) =>
            stream.WriteAsync(RawHttpSource.Head("302 Found", $"Location: http://{files.Address}/master.m3u8\r\nContent-Length: 0\r\n"), stop).AsTask());

        var end = await bench.PullAsync($"http://{source.Address}/live.m3u8?token=x");

        Assert.Equal(PullCause.SourceEnded, end.Cause);
        Assert.InRange(bench.Sink.Frames.Count, 2, 3);
        Assert.DoesNotContain(files.Requests, r => r.Contains("320x180", StringComparison.Ordinal) || r.Contains("1280x720", StringComparison.Ordinal));
        Assert.Contains(files.Requests, r => r.Contains("640x360", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sound_in_a_playlist_of_its_own_is_heard()
    {
        using var bench = new PullerBench();
        await media.RunAsync($"-t 2 -i av.flv -an -c copy {All} video.m3u8");
        await media.RunAsync($"-t 2 -i av.flv -vn -c copy {All} sound.m3u8");
        await File.WriteAllTextAsync(
            Path.Combine(media.Folder, "apart.m3u8"),
            "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",DEFAULT=YES,AUTOSELECT=YES,URI=\"sound.m3u8\"\n"
            + "#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=640x360,CODECS=\"avc1.42c00b,mp4a.40.2\",AUDIO=\"a\"\nvideo.m3u8\n",
            Cancellation);
        await using var source = RawHttpSource.OfFolder(media.Folder);

        var end = await bench.PullAsync($"http://{source.Address}/apart.m3u8");

        Assert.Equal((PullCause.SourceEnded, (true, true)), (end.Cause, bench.Sink.Opened));
        Assert.Equal(2, bench.Sink.Frames.Count);
        Assert.InRange(bench.Sink.SoundSeconds, 1.7, 2.2);
    }

    [Fact]
    public async Task Fragments_of_mp4_are_played()
    {
        await media.RunAsync($"-t 3 -i av.flv -c copy {All} -hls_segment_type fmp4 -hls_fmp4_init_filename init.mp4 f.m3u8");
        await PlaysAsync("f.m3u8", 3);
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData("")]
    public async Task Segments_are_played_whatever_their_names_end_in(string end)
    {
        var name = $"named{end.Length}";
        await media.RunAsync($"-t 3 -i av.flv -c copy {All} -hls_segment_filename {name}-%d.ts {name}.m3u8");
        var list = Path.Combine(media.Folder, name + ".m3u8");
        foreach (var file in Directory.GetFiles(media.Folder, name + "-*.ts"))
            File.Move(file, Path.ChangeExtension(file, null) + end);
        await File.WriteAllTextAsync(list, (await File.ReadAllTextAsync(list, Cancellation)).Replace(".ts", end, StringComparison.Ordinal), Cancellation);

        await PlaysAsync(name + ".m3u8", 3);
    }

    [Fact]
    public async Task Encrypted_segments_are_played()
    {
        await using var source = RawHttpSource.OfFolder(media.Folder);
        await File.WriteAllBytesAsync(Path.Combine(media.Folder, "aes.key"), [.. Enumerable.Range(0, 16).Select(n => (byte)n)], Cancellation);
        await File.WriteAllTextAsync(Path.Combine(media.Folder, "aes.info"), $"http://{source.Address}/aes.key\naes.key\n", Cancellation);
        await media.RunAsync($"-t 3 -i av.flv -c copy {All} -hls_key_info_file aes.info aes.m3u8");
        await PlaysAsync("aes.m3u8", 3);
        Assert.Contains(source.Requests, r => r.StartsWith("GET /aes.key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_discontinuity_costs_neither_a_slot_nor_sound()
    {
        foreach (var part in new[] { 1, 2 })
            await media.RunAsync($"-t 3 -i av.flv -c copy -output_ts_offset {part * 1000 % 1700} {All} -hls_segment_filename d{part}-%d.ts d{part}.m3u8");
        var second = await File.ReadAllLinesAsync(Path.Combine(media.Folder, "d2.m3u8"), Cancellation);
        var first = (await File.ReadAllLinesAsync(Path.Combine(media.Folder, "d1.m3u8"), Cancellation)).Where(l => l != "#EXT-X-ENDLIST");
        await File.WriteAllLinesAsync(
            Path.Combine(media.Folder, "d.m3u8"),
            [.. first, "#EXT-X-DISCONTINUITY", .. second.SkipWhile(l => !l.StartsWith("#EXTINF", StringComparison.Ordinal))],
            Cancellation);
        await PlaysAsync("d.m3u8", 6);
    }

    private async Task PlaysAsync(string name, int seconds)
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.OfFolder(media.Folder);

        var end = await bench.PullAsync($"http://{source.Address}/{name}");

        Assert.Equal(PullCause.SourceEnded, end.Cause);
        Assert.InRange(bench.Sink.Frames.Count, seconds, seconds + 1);
        Assert.InRange(bench.Sink.SoundSeconds, seconds - 0.3, seconds + 0.3);
        Spacing.IsMostly(0, 3, [.. bench.Sink.Frames.Select(f => f.CapturedAt)]);
    }
}
