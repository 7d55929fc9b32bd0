using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sluice.Server.Pulling;
using Sluice.SystemTests.Order;

namespace Sluice.Tests.Pulling;

/// <summary>Real pulls with real ffmpeg from loopback sources.</summary>
[TakesSeconds(80)]
public class FfmpegPullerTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recorded_file_is_read_to_its_end_every_second_a_frame_and_all_of_its_sound()
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of(media.Flv);

        var end = await bench.PullAsync($"http://user:secret@{source.Address}/x.flv?token=secret");

        Assert.Equal(new PullEnd(PullCause.SourceEnded, "the source ended", true), end);
        Assert.Equal((true, true), bench.Sink.Opened);
        Assert.Equal(6, bench.Sink.Frames.Count);
        Assert.All(bench.Sink.Frames, f => Assert.Equal([0xFF, 0xD8], f.Jpeg[..2]));
        Assert.InRange(bench.Sink.SoundSeconds, 5.9, 6.1);
        Assert.Empty(PullerBench.ChildrenOf(source.Address));
    }

    [Fact]
    public async Task A_live_stream_gives_a_frame_every_interval_at_its_capture_time_and_its_cut_is_a_break()
    {
        using var bench = new PullerBench();
        await using var source = Live(media, seconds: 4);
        var before = DateTimeOffset.UtcNow;

        var end = await bench.PullAsync($"http://{source.Address}/live.flv");

        Assert.Equal(PullCause.Broken, end.Cause);
        Assert.True(end.HadFrames);
        var times = bench.Sink.Frames.Select(f => f.CapturedAt).ToList();
        Assert.InRange(times.Count, 3, 5);
        // The first may come later than what follows: ffmpeg 6.1 and newer send the first half second at once.
        Spacing.IsMostly(0.4, 1.6, times);
        Assert.InRange(times.Zip(times.Skip(1), (one, next) => (next - one).TotalSeconds).Order().ElementAt((times.Count - 1) / 2), 0.7, 1.1);
        Assert.All(times, t => Assert.InRange(t, before, DateTimeOffset.UtcNow));
        Assert.InRange(bench.Sink.SoundSeconds, 3, 4.5);
        Assert.InRange((bench.Sink.Sounds[^1].CapturedAt - bench.Sink.Sounds[0].CapturedAt).TotalSeconds, 2.8, 4.5);
        Assert.Empty(PullerBench.ChildrenOf(source.Address));
    }

    [Fact]
    public async Task A_frame_comes_every_interval_when_keyframes_come_less_often()
    {
        using var bench = new PullerBench();
        await media.RunAsync(
            "-f lavfi -i testsrc2=s=160x120:r=25:d=13 -f lavfi -i sine=duration=13 "
            + "-c:v libx264 -preset veryfast -g 250 -sc_threshold 0 -bf 3 -pix_fmt yuv420p -c:a aac sparse.flv");
        var flv = await File.ReadAllBytesAsync(Path.Combine(media.Folder, "sparse.flv"), Cancellation);
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            await stream.WriteAsync(RawHttpSource.Head("200 OK", "Transfer-Encoding: chunked\r\n"), stop);
            await RawHttpSource.WriteChunkAsync(stream, flv, stop);
        });

        await bench.PullAsync($"http://{source.Address}/live.flv", interval: 3);

        // Of the seconds 0, 3, 6, 9 and 12.
        Assert.Equal(5, bench.Sink.Frames.Count);
    }

    [Fact]
    public async Task A_live_stream_that_ends_in_order_is_a_break_all_the_same()
    {
        using var bench = new PullerBench();
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            await stream.WriteAsync(RawHttpSource.Head("200 OK", "Transfer-Encoding: chunked\r\n"), stop);
            await RawHttpSource.WriteChunkAsync(stream, media.Flv, stop);
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), stop);
        });

        Assert.Equal(PullCause.Broken, (await bench.PullAsync($"http://{source.Address}/live.flv")).Cause);
    }

    [Fact]
    public async Task An_HLS_playlist_with_its_end_mark_is_the_end_of_the_source_at_the_pace_of_the_clock()
    {
        using var bench = new PullerBench();
        await media.RunAsync("-t 3 -i av.flv -c copy -f hls -hls_time 1 -hls_list_size 0 vod.m3u8");
        await using var source = RawHttpSource.OfFolder(media.Folder);

        var end = await bench.PullAsync($"http://{source.Address}/vod.m3u8?token=secret");

        Assert.Equal(PullCause.SourceEnded, end.Cause);
        Assert.Equal(3, bench.Sink.Frames.Count);
        Assert.InRange((bench.Sink.Frames[^1].CapturedAt - bench.Sink.Frames[0].CapturedAt).TotalSeconds, 1.4, 10);
    }

    [Fact]
    public async Task An_HLS_playlist_that_no_longer_moves_is_a_break()
    {
        using var bench = new PullerBench(new PullOptions { HlsStallTimeout = TimeSpan.FromSeconds(4) });
        await media.RunAsync("-t 2 -i av.flv -c copy -f hls -hls_time 1 -hls_list_size 0 -hls_flags omit_endlist stale.m3u8");
        await using var source = RawHttpSource.OfFolder(media.Folder);

        var end = await bench.PullAsync($"http://{source.Address}/stale.m3u8");

        Assert.Equal(new PullEnd(PullCause.Broken, "no data for 5 s", true), end);
        Assert.Empty(PullerBench.ChildrenOf(source.Address));
    }

    [Fact]
    public async Task An_HLS_playlist_that_vanishes_is_a_break()
    {
        using var bench = new PullerBench();
        await media.RunAsync("-t 2 -i av.flv -c copy -f hls -hls_time 1 -hls_list_size 0 -hls_flags omit_endlist gone.m3u8");
        await using var source = RawHttpSource.OfFolder(media.Folder);

        var pull = bench.PullAsync($"http://{source.Address}/gone.m3u8");
        await bench.Sink.FirstFrame.WaitAsync(Cancellation);
        File.Delete(Path.Combine(media.Folder, "gone.m3u8"));

        Assert.Equal(PullCause.Broken, (await pull).Cause);
    }

    [Fact]
    public async Task An_RTMP_source_is_pulled_and_its_death_is_a_break()
    {
        using var bench = new PullerBench();
        var address = FreeAddress();
        using var server = media.Start(
            "ffmpeg", $"-nostdin -v quiet -re -i av.flv -c copy -f flv -listen 1 rtmp://{address}/live/x");
        await WhenListeningAsync(address);

        var pull = bench.PullAsync($"rtmp://{address}/live/x");
        await bench.Sink.FirstFrame.WaitAsync(Cancellation);
        server.Kill();

        var end = await pull;
        Assert.Equal(PullCause.Broken, end.Cause);
        Assert.Equal((true, true), bench.Sink.Opened);
    }

    [Theory]
    [InlineData("NetStream.Play.UnpublishNotify", 1)]
    [InlineData("NetStream.Play.Stop", 1)]
    [InlineData(null, 2)]
    public async Task An_RTMP_source_has_ended_only_when_the_server_says_so(string? lastStatus, int cause)
    {
        using var bench = new PullerBench();
        await using var source = new RtmpSource(media.Flv, "NetStream.Play.Start", "status", lastStatus);

        var end = await bench.PullAsync($"rtmp://{source.Address}/live/x");

        Assert.Equal(((PullCause)cause, true), (end.Cause, end.HadFrames));
        Assert.Equal(6, bench.Sink.Frames.Count);
    }

    [Theory]
    [InlineData("NetStream.Play.StreamNotFound", 3003)]
    [InlineData("NetStream.Play.Failed", 3001)]
    public async Task An_RTMP_server_that_refuses_is_told_by_its_status(string status, int cause)
    {
        using var bench = new PullerBench();
        await using var source = new RtmpSource([], status, "error", null);

        Assert.Equal((PullCause)cause, (await bench.PullAsync($"rtmp://{source.Address}/live/x")).Cause);
    }

    [Fact]
    public async Task A_live_HLS_stream_is_followed_from_its_newest_segment_to_its_end_mark()
    {
        using var bench = new PullerBench();
        await media.RunAsync("-i av.flv -c copy -t 1 -f hls -hls_time 1 -hls_flags omit_endlist live.m3u8");
        using var writer = media.Start(
            "ffmpeg", "-nostdin -v quiet -re -i av.flv -t 5 -c copy -f hls -hls_time 1 -hls_list_size 3 -hls_flags append_list live.m3u8");
        await using var source = RawHttpSource.OfFolder(media.Folder);

        var end = await bench.PullAsync($"http://{source.Address}/live.m3u8");

        Assert.Equal(PullCause.SourceEnded, end.Cause);
        var times = bench.Sink.Frames.Select(f => f.CapturedAt).ToList();
        Assert.InRange(times.Count, 4, 7);
        Spacing.IsMostly(0.1, 2.5, times);
    }

    [Theory]
    [InlineData("401 Unauthorized", 3005)]
    [InlineData("403 Forbidden", 3001)]
    [InlineData("404 Not Found", 3001)]
    [InlineData("500 Oops", 3001)]
    public async Task A_refusing_web_server_is_told_by_its_status(string status, int cause)
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of([], status);

        var end = await bench.PullAsync($"http://user:secret@{source.Address}/x.flv?token=secret");

        Assert.Equal((PullCause)cause, end.Cause);
        Assert.DoesNotContain("secret", end.Detail, StringComparison.Ordinal);
        Assert.False(end.HadFrames);
        Assert.Null(bench.Sink.Opened);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("rtmp")]
    public async Task A_refused_connection_cannot_be_opened(string scheme)
    {
        using var bench = new PullerBench();

        var end = await bench.PullAsync($"{scheme}://{FreeAddress()}/live/x");

        Assert.Equal(new PullEnd(PullCause.CannotOpen, "connection refused", false), end);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("concat:http://a|http://b")]
    [InlineData("-i")]
    [InlineData("")]
    public async Task Other_addresses_are_not_opened(string url)
    {
        using var bench = new PullerBench();

        var end = await bench.PullAsync(url);

        Assert.Equal((PullCause.CannotOpen, true), (end.Cause, end.IsFinal));
    }

    [Theory]
    [InlineData("rtmp://127.0.0.1:1?slist=x")]
    [InlineData("rtmp://127.0.0.1:1#?slist=x")]
    [InlineData("rtmp://a@b:c@127.0.0.1:1")]
    [InlineData("rtmp://[::1/live/x")]
    [InlineData("rtmp://xn--0/live/x")]
    [InlineData("rtmp://\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/live/x")]
    [InlineData("rtmp://\u2488\u0000/live/x")]
    [InlineData("rtmp://a!b/live/x")]
    public async Task Odd_addresses_cannot_be_opened_and_throw_nothing(string url)
    {
        using var bench = new PullerBench();

        var end = await bench.PullAsync(url);

        Assert.Equal(PullCause.CannotOpen, end.Cause);
    }

    [Fact]
    public async Task A_picture_is_invalid_data()
    {
        using var bench = new PullerBench();
        await media.RunAsync("-i av.flv -frames:v 1 picture.png");
        await using var source = RawHttpSource.OfFolder(media.Folder);

        var end = await bench.PullAsync($"http://{source.Address}/picture.png");

        Assert.Equal(new PullEnd(PullCause.InvalidData, "the data is of a format that is not allowed", false), end);
    }

    [Fact]
    public async Task Garbage_is_invalid_data()
    {
        using var bench = new PullerBench();
        var garbage = new byte[300_000];
        new Random(3).NextBytes(garbage);
        await using var source = RawHttpSource.Of(garbage);

        Assert.Equal(PullCause.InvalidData, (await bench.PullAsync($"http://{source.Address}/x.flv")).Cause);
    }

    [Fact]
    public async Task A_source_without_sound_goes_on_with_its_frames_at_the_pace_of_the_clock()
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of(media.VideoOnlyFlv);

        var end = await bench.PullAsync($"http://{source.Address}/x.flv");

        Assert.Equal(PullCause.SourceEnded, end.Cause);
        Assert.Equal((true, false), bench.Sink.Opened);
        var times = bench.Sink.Frames.Select(f => f.CapturedAt).ToList();
        Assert.Equal(6, times.Count);
        Spacing.IsMostly(0.7, 1.3, times);
    }

    [Fact]
    public async Task Sound_that_is_not_wanted_is_not_decoded()
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of(media.Flv);

        var end = await bench.PullAsync($"http://{source.Address}/x.flv", interval: 3, audio: false);

        Assert.Equal(PullCause.SourceEnded, end.Cause);
        Assert.Equal((true, false), bench.Sink.Opened);
        Assert.Equal(2, bench.Sink.Frames.Count);
        Assert.Empty(bench.Sink.Sounds);
    }

    [Fact]
    public async Task A_source_that_falls_silent_is_a_break()
    {
        using var bench = new PullerBench(new PullOptions { StallTimeout = TimeSpan.FromSeconds(1) });
        await using var source = new RawHttpSource(async (_, stream, stop) =>
        {
            await stream.WriteAsync(RawHttpSource.Head("200 OK", "Transfer-Encoding: chunked\r\n"), stop);
            await RawHttpSource.WriteChunkAsync(stream, media.Flv.AsMemory(0, media.Flv.Length / 2), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });

        Assert.Equal(PullCause.Broken, (await bench.PullAsync($"http://{source.Address}/live.flv")).Cause);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("rtmp")]
    public async Task A_server_that_never_answers_cannot_be_opened(string scheme)
    {
        using var bench = new PullerBench(new PullOptions { OpenTimeout = TimeSpan.FromSeconds(1) });
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var end = await bench.PullAsync($"{scheme}://{silent.LocalEndpoint}/live/x");

        Assert.Equal(new PullEnd(PullCause.CannotOpen, "not open within 1 s", false), end);
        Assert.Empty(PullerBench.ChildrenOf(silent.LocalEndpoint.ToString()!));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("rtmp")]
    public async Task A_stop_while_a_server_never_answers_takes_a_moment(string scheme)
    {
        using var bench = new PullerBench();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();

        var pull = bench.PullUntilAsync($"{scheme}://{silent.LocalEndpoint}/live/x", stop.Token);
        using var connection = await silent.AcceptTcpClientAsync(Cancellation);

        await AssertStopsAsync(pull, stop, silent.LocalEndpoint.ToString()!);
    }

    [Fact]
    public async Task A_stop_while_media_comes_takes_a_moment()
    {
        using var bench = new PullerBench();
        await using var source = Live(media, seconds: 6);
        using var stop = new CancellationTokenSource();

        var pull = bench.PullUntilAsync($"http://{source.Address}/live.flv", stop.Token);
        await bench.Sink.FirstFrame.WaitAsync(Cancellation);

        Assert.True((await AssertStopsAsync(pull, stop, source.Address)).HadFrames);
    }

    [Fact]
    public async Task A_stop_while_the_pace_is_kept_takes_a_moment()
    {
        using var bench = new PullerBench();
        await media.RunAsync("-stream_loop 9 -i av.flv -c copy -f hls -hls_time 2 -hls_list_size 0 paced.m3u8");
        await using var source = RawHttpSource.OfFolder(media.Folder);
        using var stop = new CancellationTokenSource();

        var pull = bench.PullUntilAsync($"http://{source.Address}/paced.m3u8", stop.Token);
        await bench.Sink.FirstFrame.WaitAsync(Cancellation);

        await AssertStopsAsync(pull, stop, source.Address);
    }

    [Fact]
    public async Task A_stop_before_the_start_starts_nothing()
    {
        using var bench = new PullerBench();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.Equal(PullCause.Stopped, (await bench.PullUntilAsync("http://127.0.0.1:9/x.flv", stop.Token)).Cause);
    }

    [Fact]
    public async Task A_missing_ffmpeg_cannot_open_anything()
    {
        using var bench = new PullerBench(new PullOptions { FfmpegPath = "/no/such/ffmpeg" });

        var end = await bench.PullAsync("http://127.0.0.1:9/x.flv");

        Assert.Equal(new PullEnd(PullCause.CannotOpen, "ffmpeg could not be started", false), end);
    }

    [Fact]
    public async Task Many_pulls_at_once_leave_no_descriptor_behind()
    {
        using var bench = new PullerBench(new PullOptions { ConcurrentStarts = 2 });
        await using var source = RawHttpSource.Of([], "404 Not Found");
        await bench.PullAsync($"http://{source.Address}/x.flv");

        var sinks = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bench.PullAsync($"http://{source.Address}/x.flv")));

        Assert.All(sinks, end => Assert.Equal(PullCause.CannotOpen, end.Cause));
        Assert.Empty(PullerBench.ChildrenOf(source.Address));

        // Those of other tests are reaped in a moment.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Directory.GetDirectories("/proc/self/task").SelectMany(Zombies).Any())
            Assert.True(await timer.WaitForNextTickAsync(limit.Token));

        static IEnumerable<string> Zombies(string task) =>
            Processes.Text(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Where(pid => Processes.Text($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal));
    }

    private static async Task<PullEnd> AssertStopsAsync(Task<PullEnd> pull, CancellationTokenSource stop, string address)
    {
        Assert.NotEmpty(PullerBench.ChildrenOf(address));
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        var end = await pull;
        watch.Stop();

        TestContext.Current.TestOutputHelper?.WriteLine($"stopped in {watch.Elapsed.TotalMilliseconds:0.0} ms");
        Assert.Equal(PullCause.Stopped, end.Cause);

        // Far below every limit of the watchdog, far above what a busy machine takes.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(PullerBench.ChildrenOf(address));
        return end;
    }

    /// <summary>HTTP-FLV as a live server sends it: chunked, at its own pace, then cut.</summary>
    private static RawHttpSource Live(SourceMedia media, int seconds) =>
        new(async (_, stream, stop) =>
        {
            using var live = media.Start("ffmpeg", $"-nostdin -v quiet -re -i av.flv -t {seconds} -c copy -f flv -flush_packets 1 pipe:1", output: true);
            try
            {
                await stream.WriteAsync(RawHttpSource.Head("200 OK", "Transfer-Encoding: chunked\r\n"), stop);
                var buffer = new byte[8192];
                while (await live.StandardOutput.BaseStream.ReadAsync(buffer, stop) is > 0 and var count)
                    await RawHttpSource.WriteChunkAsync(stream, buffer.AsMemory(0, count), stop);
            }
            finally
            {
                live.Kill();
            }
        });

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }

    /// <summary>Asks the kernel rather than the port: the server takes one connection only.</summary>
    private static async Task WhenListeningAsync(string address)
    {
        var port = int.Parse(address.Split(':')[1], null);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!(await File.ReadAllTextAsync("/proc/net/tcp", Cancellation)).Contains($":{port:X4} 00000000:0000 0A", StringComparison.Ordinal))
            await timer.WaitForNextTickAsync(Cancellation);
    }
}
