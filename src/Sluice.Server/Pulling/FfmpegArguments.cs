using System.Globalization;
using Sluice.Server.Pulling.Sampling;

namespace Sluice.Server.Pulling;

/// <summary>The command line of a pull: ffmpeg 5.1 to 7. Pure.</summary>
internal static class FfmpegArguments
{
    private const string Demuxers = "flv,live_flv,hls,mpegts,mov,aac,mp3,ac3,eac3,webvtt";

    /// <summary>
    /// What a child adds to its media's timestamps: they may not be negative, and some are, when sound begins before video or the
    /// source's timestamps before the zero that was told.
    /// </summary>
    public static readonly TimeSpan Lead = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ShortLook = TimeSpan.FromSeconds(1);

    // Of more sound tracks than this the last ones would be decoded for nothing.
    private const int MostTracks = 8;

    // No frame is larger than 1920 on its longer side, and none is changed that need not be.
    private const string Scale =
        @"scale=w='if(gt(max(iw\,ih)\,1920)\,max(2\,2*round(iw*960/max(iw\,ih)))\,iw)'"
        + @":h='if(gt(max(iw\,ih)\,1920)\,max(2\,2*round(ih*960/max(iw\,ih)))\,ih)'";

    /// <summary>
    /// A filter: all channels, of the right ones less than of the left ones. What is the same in both with opposite signs would else be silence.
    /// </summary>
    public const string Mono = "aresample=ochl=stereo,pan=mono|c0=0.67*c0+0.33*c1";

    /// <summary>How the address is pulled, or null when it is none that can be pulled.</summary>
    public static SourceKind? KindOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return null;

        return uri.Scheme switch
        {
            "rtmp" or "rtmps" => SourceKind.Rtmp,
            "http" or "https" when uri.AbsolutePath.EndsWith(".m3u8", StringComparison.OrdinalIgnoreCase) => SourceKind.Hls,
            "http" or "https" => SourceKind.Http,
            _ => null,
        };
    }

    /// <summary>Everything after the program's name.</summary>
    /// <param name="request">What to pull.</param>
    /// <param name="lane">Where its media goes: says what is decoded of the video, and what the child's timestamps begin with.</param>
    /// <param name="kind">How it is reached.</param>
    /// <param name="url">What to open: the source, or what stands in for it.</param>
    /// <param name="program">The program of the source that is pulled; null: it has one.</param>
    /// <param name="tcUrl">What an RTMP server is told as its address; null: nothing.</param>
    /// <param name="ioTimeout">How long the network may be silent.</param>
    /// <param name="isPicky">This ffmpeg plays only segments of HLS whose names end as it likes, unless it is told otherwise.</param>
    public static IReadOnlyList<string> Build(
        PullRequest request,
        MediaLane lane,
        SourceKind kind,
        string url,
        int? program,
        string? tcUrl,
        TimeSpan ioTimeout,
        bool isPicky)
    {
        var source = program is { } number ? string.Create(CultureInfo.InvariantCulture, $"0:p:{number}:") : "0:";
        var interval = request.FrameInterval.ToString(CultureInfo.InvariantCulture);
        List<string> line =
        [
            // Failures, the input's format and its duration reach stderr; progress does not. See SourceReport.
            "-nostdin", "-nostats", "-loglevel", "level+info",
            "-threads", "1",
        ];

        if (!request.Sampling.HasNoVideo)
            line.AddRange(lane.Mode == SamplingMode.Keyframes ? ["-skip_frame", "nokey"] : ["-skip_frame", "bidir", "-skip_loop_filter", "all"]);
        line.AddRange(["-fpsprobesize", "0", "-probesize", "500k", "-analyzeduration", Microseconds(request.Sampling.LooksLong ? lane.LongLook : ShortLook)]);
        line.AddRange(["-rw_timeout", Microseconds(ioTimeout)]);
        line.AddRange(["-protocol_whitelist", Protocols(kind), "-format_whitelist", Demuxers]);
        if (kind == SourceKind.Hls)
        {
            // A playlist that no longer moves must not look like one that ended: waiting for it is the watchdog's business.
            line.AddRange(["-max_reload", "1000000000", "-m3u8_hold_counters", "1000000000", "-live_start_index", "-1"]);

            // What a segment is called says nothing about what it is; what it may be is on the lists above, and where it is, the gate's to say.
            if (isPicky)
                line.AddRange(["-extension_picky", "0"]);
        }

        if (lane.Zero is { } first)
        {
            // Else ffmpeg would take the distance to that zero for a jump.
            var farthest = TimeSpan.FromSeconds(20 + (2 * request.FrameInterval));
            line.AddRange(["-seek_timestamp", "1", "-itsoffset", Seconds(-first), "-dts_delta_threshold", Seconds(farthest)]);
        }

        if (tcUrl is not null)
        {
            // The gate verifies servers: a child that reads the system's certificates all the same holds 4 MB of them for nothing.
            line.AddRange(["-rtmp_tcurl", tcUrl, "-ca_file", "/dev/null"]);
        }

        line.AddRange(
        [
            "-i", url,
            "-filter_threads", "1",
        ]);

        // Every keyframe as it comes is listed on stderr, not decoded: what the switch between modes goes by. A little of the
        // sound is listed too: a packet waits there until the other stream's time has passed it.
        line.AddRange(["-map", source + "v:0?"]);
        AddSound(line, request, source, "-c:a", "copy", "-bsf:a", @"noise=drop=gt(mod(pts*tb\,0.25)\,0.05)");
        line.AddRange(
        [
            "-c:v", "copy", "-bsf:v", "noise=drop=not(key)",
            "-max_interleave_delta", "1", "-flush_packets", "1", "-f", "framecrc", "pipe:2",
        ]);

        // Sound in pieces of a fortieth of a second: each wakes a thread here, but stays in the child until the next one is there, as a
        // frame does, and where nothing comes sooner the capture clock goes by that.
        line.AddRange(["-map", source + "v:0?"]);
        AddSound(line, request, source, "-af", $"{Mono},aresample=16000,asetnsamples=n=400:p=0", "-ac", "1", "-c:a", "pcm_s16le");
        line.AddRange(
        [
            .. Frames(interval),
            "-max_interleave_delta", "1", "-flush_packets", "1", "-write_index", "0", "-output_ts_offset", Seconds(Lead),
            "-f", "nut", "pipe:1",
        ]);
        return line;
    }

    /// <summary>
    /// What makes JPEGs of a video: one frame for each slot of the interval, a grid that averages exactly, with no lag. Another slot may
    /// be an earlier one, when timestamps jump back.
    /// </summary>
    /// <param name="interval">Seconds, as ffmpeg writes them.</param>
    public static IReadOnlyList<string> Frames(string interval) =>
    [
        "-vf", $@"select=isnan(prev_selected_t)+not(eq(floor(t/{interval})\,floor(prev_selected_t/{interval}))),{Scale},format=yuvj420p",
        "-fps_mode", "passthrough",
        "-c:v", "mjpeg", "-q:v", "5", "-threads", "1",
    ];

    // An optional map that finds nothing would make ffmpeg choose for itself: what is not wanted is forbidden too.
    private static void AddSound(List<string> line, PullRequest request, string source, params ReadOnlySpan<string> options)
    {
        line.AddRange(["-sn", "-dn"]);
        if (!request.WantsAudio)
        {
            line.Add("-an");
            return;
        }

        // The first that has anything in it: some servers declare a track that never comes. "a:0?" would not open for those.
        line.AddRange(["-map", source + "a:u?"]);
        for (var track = 1; track < MostTracks; track++)
            line.AddRange(["-map", string.Create(CultureInfo.InvariantCulture, $"-{source}a:{track}?")]);
        line.AddRange(options);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Microseconds(TimeSpan time) => ((long)time.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);

    // Only what the address needs: a playlist or a redirect leads to no other protocol.
    private static string Protocols(SourceKind kind) => kind switch
    {
        SourceKind.Rtmp => "rtmps,httpproxy,tcp,tls",
        SourceKind.Hls => "http,https,httpproxy,tcp,tls,crypto",
        _ => "http,https,httpproxy,tcp,tls",
    };
}
