using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

/// <summary>Lines as ffmpeg 5.1 and 7 write them.</summary>
public class SourceReportTests
{
    [Theory]
    [InlineData("[error] http://h/x.flv: Server returned 401 Unauthorized (authorization failed)", 3005)]
    [InlineData("[error] http://h/x.flv: Server returned 403 Forbidden (access denied)", 3001)]
    [InlineData("[in#0 @ 0x55] [error] Error opening input: Server returned 404 Not Found", 3001)]
    [InlineData("[error] http://h/x.flv: Server returned 5XX Server Error reply", 3001)]
    [InlineData("[error] http://h/x.flv: Server returned 4XX Client Error, but not one of 40{0,1,3,4}", 3001)]
    [InlineData("[http @ 0x55] [warning] HTTP error 401 Unauthorized", 3005)]
    [InlineData("[http @ 0x55] [warning] HTTP error 403 Forbidden", 3001)]
    [InlineData("[http @ 0x55] [warning] HTTP error 404 Not Found", 3001)]
    [InlineData("[http @ 0x55] [warning] HTTP error 410 Gone", 3001)]
    [InlineData("[http @ 0x55] [warning] HTTP error 503 Service Unavailable", 3001)]
    [InlineData("[tcp @ 0x56] [error] Connection to tcp://127.0.0.1:1 failed: Connection refused", 3001)]
    [InlineData("[tcp @ 0x55] [error] Failed to resolve hostname no.such.host: Name or service not known", 3001)]
    [InlineData("[rtmp @ 0x56] [error] Cannot read RTMP handshake response", 3001)]
    [InlineData("[rtmp @ 0x56] [error] Server error: NetStream.Play.StreamNotFound", 3003)]
    [InlineData("[rtmp @ 0x56] [error] Server error: No such stream", 3003)]
    [InlineData("[rtmp @ 0x56] [error] Server error: Stream not found", 3003)]
    [InlineData("[rtmp @ 0x56] [error] Server error: NetStream.Play.Failed", 3001)]
    [InlineData("[rtmp @ 0x56] [error] Server error: Authentication failed", 3005)]
    [InlineData("[rtmp @ 0x56] [error] Server error: [ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] :", 3005)]
    [InlineData("[tcp @ 0x56] [error] Connection to tcp://10.0.0.1:80 failed: No route to host", 3001)]
    [InlineData("[tcp @ 0x56] [error] Connection to tcp://10.0.0.1:80 failed: Network is unreachable", 3001)]
    [InlineData("[tls @ 0x56] [error] IO error: Connection reset by peer", 3001)]
    [InlineData("[error] http://h/x.flv: Connection reset by peer", 3001)]
    [InlineData("[error] http://h/x.flv: Connection timed out", 3001)]
    [InlineData("[http @ 0x5] [error] Stream ends prematurely at 19, should be 20", 3002)]
    [InlineData("[error] Output file is empty, nothing was encoded", 3002)]
    [InlineData("[error] http://h/x.flv: End of file", 3002)]
    [InlineData("[error] http://h/x.flv: Invalid argument", 3002)]
    [InlineData("[error] http://h/x.flv: Operation not permitted", 3002)]
    [InlineData("[error] http://h/x.flv: Cannot allocate memory", 3002)]
    [InlineData("[error] http://h/x.flv: Invalid data found when processing input", 3002)]
    [InlineData("[png_pipe @ 0x55] [error] Format not on whitelist 'flv,live_flv,hls'", 3002)]
    [InlineData("[file @ 0x55] [error] Protocol 'file' not on whitelist 'http,tcp'!", 3001)]
    [InlineData("[error] Output file #0 does not contain any stream", 3002)]
    [InlineData("[error] http://h/x.flv: Input/output error", 3001)]
    [InlineData("setpriv: failed to execute ffmpeg: No such file or directory", 3001)]
    public void A_failure_before_any_media_is_told_by_its_line(string line, int cause)
    {
        var report = new SourceReport();
        report.Add(line);

        var end = EndClassifier.Judge(State(), report);

        Assert.Equal((PullCause)cause, end.Cause);
        Assert.False(end.HadFrames);
    }

    [Fact]
    public void The_most_telling_of_several_lines_counts()
    {
        var report = new SourceReport();
        report.Add("[error] http://h/x.flv: Input/output error");
        report.Add("[tcp @ 0x55] [error] Failed to resolve hostname no.such.host: Name or service not known");
        report.Add("[error] Error opening input files: Invalid data found when processing input");

        Assert.Equal("the host name does not resolve", EndClassifier.Judge(State(), report).Detail);
    }

    [Fact]
    public void A_break_after_media_is_not_told_as_data_that_could_not_be_decoded()
    {
        var report = new SourceReport();
        report.Add("[http @ 0x5] [error] Stream ends prematurely at 19, should be 20");

        Assert.Equal(new PullEnd(PullCause.Broken, "the source's data stopped", true), EndClassifier.Judge(State(frames: 5), report));
    }

    [Fact]
    public void Neither_the_detail_nor_the_tail_holds_an_address()
    {
        var report = new SourceReport();
        for (var i = 0; i < 100; i++)
            report.Add($"[error] http://user:pass@h/x{i}.flv?token=SECRET: weird \u00e4 " + new string('x', 5000));
        report.Add("[error] rtmp://h/live/SECRET: Input/output error");
        report.Add("[hls @ 0x1] [warning] Failed to open 'seg.ts?token=SECRET' SECRET@host");

        var end = EndClassifier.Judge(State(), report);

        Assert.DoesNotContain("SECRET", end.Detail + report.Tail, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", end.Detail + report.Tail, StringComparison.Ordinal);
        Assert.InRange(report.Tail.Length, 100, 5000);
    }

    [Fact]
    public void What_the_input_says_of_itself_is_read()
    {
        var report = new SourceReport();
        report.Add("[info]   Duration: 00:00:09.00, start: 0.000000, bitrate: 1 kb/s");
        report.Add("[info] Input #0, flv, from 'http://h/x.flv':");
        report.Add("[info]   Duration: 01:02:03.50, start: 0.000000, bitrate: 387 kb/s");

        Assert.Equal("flv", report.Format);
        Assert.Equal(new TimeSpan(0, 1, 2, 3, 500), report.Duration);
        Assert.True(report.HasSize);
    }

    [Fact]
    public void What_a_source_says_in_its_title_is_not_taken_for_what_it_is()
    {
        var report = new SourceReport();
        report.Add("[info] Input #0, flv, from 'http://h/x.flv':");
        report.Add("[info]     title           : Duration: 00:00:01.00, start: 0.000000, bitrate: 5 kb/s");
        report.Add("[info]                     :   Duration: 00:00:01.00, start: 0.000000, bitrate: 5 kb/s");
        report.Add("[info]   Duration: N/A, start: 1.500000, bitrate: N/A");

        Assert.Equal((null, false, TimeSpan.FromSeconds(1.5)), (report.Duration, report.HasSize, report.Start));
    }

    [Theory]
    [InlineData("30:12:45.10", 30 * 3600 + 12 * 60 + 45.1)]
    [InlineData("123:00:00.00", 123 * 3600.0)]
    [InlineData("2562047788:00:54.77", null)]
    public void A_source_may_be_longer_than_a_day(string duration, double? seconds)
    {
        var report = new SourceReport();
        report.Add("[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'http://h/x.mp4':");
        report.Add($"[info]   Duration: {duration}, start: 0.000000, bitrate: 387 kb/s");

        Assert.Equal(seconds, report.Duration?.TotalSeconds);
        Assert.Equal(seconds is not null, report.HasSize);
    }

    [Fact]
    public void The_tail_holds_no_query_of_a_stream_name_that_a_server_repeats()
    {
        var report = new SourceReport();
        report.Add("[rtmp @ 0x56] [error] Server error: No such stream live/42?token=SECRET&x=1");

        Assert.Equal("[rtmp @ 0x56] [error] Server error: No such stream …", report.Tail);
    }

    [Theory]
    [InlineData(59, 2)]
    [InlineData(61, 1)]
    public void A_segment_that_an_hls_source_lacked_long_before_its_end_does_not_make_the_end_a_break(int secondsBefore, int cause)
    {
        var report = new SourceReport();
        report.Add("[info] Input #0, hls, from 'http://h/x.m3u8':");
        report.Add("[http @ 0x55] [warning] HTTP error 404 Not Found");
        report.Add("[hls @ 0x55] [error] http://h/3.ts: Server returned 404 Not Found");
        var state = State(SourceKind.Hls, frames: 5, lastPts: 90);
        state.SinceReadFailure = TimeSpan.FromSeconds(secondsBefore);

        Assert.Equal((PullCause)cause, EndClassifier.Judge(state, report).Cause);
    }

    [Theory]
    [InlineData("30:15:02.50", 108_902.5)]
    [InlineData("00:00:00.04", 0.04)]
    public void A_duration_is_read_however_long(string text, double seconds)
    {
        var report = new SourceReport();
        report.Add("[info] Input #0, flv, from 'http://h/x.flv':");
        report.Add($"[info]   Duration: {text}, start: 0.000000, bitrate: 387 kb/s");

        Assert.Equal((TimeSpan.FromSeconds(seconds), true), (report.Duration, report.HasSize));
    }

    [Theory]
    [InlineData("00:00:00.00")]
    [InlineData("N/A")]
    [InlineData("12.5")]
    public void A_live_source_has_no_duration_though_its_server_may_say_that_it_is_zero(string text)
    {
        var report = new SourceReport();
        report.Add("[info] Input #0, flv, from 'rtmp://h/live/x':");
        report.Add($"[info]   Duration: {text}, start: 1.021000, bitrate: N/A");

        Assert.Equal((null, false, TimeSpan.FromSeconds(1.021)), (report.Duration, report.HasSize, report.Start));
    }

    [Theory]
    [InlineData("flv", "N/A", "[info]   Stream #0:0: Audio: aac (LC), 44100 Hz, mono, fltp", true)]
    [InlineData("flv", "N/A", "[info]   Stream #0:1: Video: h264 (Main), yuv420p, 1280x720", false)]
    [InlineData("flv", "00:01:00.00", "[info]   Stream #0:0: Audio: aac (LC), 44100 Hz, mono, fltp", false)]
    [InlineData("hls", "N/A", "[info]   Stream #0:0[0x101](und): Audio: aac (LC), 44100 Hz, mono, fltp", false)]
    public void Live_flv_in_which_only_sound_was_found_may_have_video(string format, string duration, string stream, bool expected)
    {
        var report = new SourceReport();
        report.Add($"[info] Input #0, {format}, from 'http://h/x':");
        report.Add($"[info]   Duration: {duration}, start: 0.000000, bitrate: N/A");
        report.Add(stream);
        Assert.False(report.IsDescribed);
        report.Add("[info] Output #0, framecrc, to 'pipe:2':");
        report.Add("[info]   Stream #0:0: Video: h264 (Main), yuv420p, 1280x720");

        Assert.Equal((true, expected), (report.IsDescribed, report.MayHaveVideo));
    }

    [Theory]
    [InlineData("00:00:20.00", "387 kb/s", 19.0, null, 1)]
    [InlineData("00:00:20.00", "387 kb/s", 12.0, null, 2)]
    [InlineData("00:00:20.00", "N/A", 19.0, null, 2)]
    [InlineData("N/A", "N/A", 19.0, null, 2)]
    [InlineData("00:00:20.00", "387 kb/s", 19.0, "[http @ 0x5] [error] Stream ends prematurely at 19, should be 20", 2)]
    public void An_http_source_has_ended_only_when_a_file_of_known_size_was_read_to_its_end(
        string duration, string rate, double lastPts, string? line, int cause)
    {
        var report = new SourceReport();
        report.Add("[info] Input #0, flv, from 'http://h/x.flv':");
        report.Add($"[info]   Duration: {duration}, start: 0.000000, bitrate: {rate}");
        if (line is not null)
            report.Add(line);

        Assert.Equal((PullCause)cause, EndClassifier.Judge(State(SourceKind.Http, frames: 5, lastPts), report).Cause);
    }

    [Theory]
    [InlineData(null, 0, 1)]
    [InlineData("[hls @ 0x5] [warning] Failed to reload playlist 0", 0, 2)]
    [InlineData(null, -9, 2)]
    public void An_hls_source_has_ended_only_when_ffmpeg_ends_by_itself_without_a_failed_read(string? line, int exit, int cause)
    {
        var report = new SourceReport();
        report.Add("[info] Input #0, hls, from 'http://h/x.m3u8':");
        if (line is not null)
            report.Add(line);

        Assert.Equal((PullCause)cause, EndClassifier.Judge(State(SourceKind.Hls, frames: 5, lastPts: 9, exit), report).Cause);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("[error] rtmp://h/live/x: Input/output error", 2)]
    public void An_rtmp_source_has_ended_only_when_its_connection_did_not_just_close(string? line, int cause)
    {
        var report = new SourceReport();
        report.Add("[info] Input #0, flv, from 'rtmp://h/live/x':");
        if (line is not null)
            report.Add(line);

        Assert.Equal((PullCause)cause, EndClassifier.Judge(State(SourceKind.Rtmp, frames: 5, lastPts: 9), report).Cause);
    }

    private static AttemptState State(SourceKind kind = SourceKind.Http, int frames = 0, double lastPts = 0, int exit = 0) => new()
    {
        Kind = kind,
        FrameInterval = 1,
        Opened = frames > 0,
        HasVideo = frames > 0,
        HasAudio = frames > 0,
        Frames = frames,
        LastPts = TimeSpan.FromSeconds(lastPts),
        ExitCode = exit,
    };
}
