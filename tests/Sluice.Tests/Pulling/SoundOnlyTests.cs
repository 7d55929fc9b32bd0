using System.Runtime.Versioning;
using Sluice.Server.Children;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

/// <summary>Sources without video.</summary>
[SupportedOSPlatform("linux")]
public class SoundOnlyTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    // What builds with Quick Sync do when a source has no video: an encoder of theirs has an option of that name.
    private const string Refusing = """
        #!/bin/sh
        case "$*" in *-skip_frame*)
          echo "[in#0/flv @ 0x1] [error] Codec AVOption skip_frame (Allow frame skipping) is not a decoding option." >&2
          echo "[fatal] Error opening input files: Invalid argument" >&2
          exit 234 ;;
        esac
        exec ffmpeg "$@"
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_source_of_sound_only_is_pulled_when_sound_is_wanted()
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of(media.AudioOnlyFlv);

        var end = await bench.PullAsync($"http://{source.Address}/x.flv");

        Assert.Equal((PullCause.SourceEnded, true), (end.Cause, end.HadFrames));
        Assert.Equal((false, true), bench.Sink.Opened);
        Assert.InRange(bench.Sink.SoundSeconds, 1.9, 2.1);
    }

    [Fact]
    public async Task A_source_of_sound_only_is_invalid_when_no_sound_is_wanted()
    {
        using var bench = new PullerBench();
        await using var source = RawHttpSource.Of(media.AudioOnlyFlv);

        var end = await bench.PullAsync($"http://{source.Address}/x.flv", audio: false);

        Assert.Equal(new PullEnd(PullCause.InvalidData, "the source has none of the wanted media", false), end);
    }

    [Fact]
    public async Task An_ffmpeg_that_refuses_options_for_video_where_there_is_none_is_not_given_them()
    {
        using var bench = new PullerBench(await RefusingAsync());
        await using var source = RawHttpSource.Of(media.AudioOnlyFlv);
        var request = new PullRequest("s", $"http://{source.Address}/x.flv", 1, true);

        var end = await bench.Puller.PullAsync(request, bench.Sink, Cancellation);

        Assert.Equal((PullCause.SourceEnded, true), (end.Cause, end.HadFrames));
        Assert.InRange(bench.Sink.SoundSeconds, 1.9, 2.1);
        Assert.True(request.Sampling.HasNoVideo);
    }

    [Fact]
    public async Task It_is_given_them_again_once_there_is_video()
    {
        using var bench = new PullerBench(await RefusingAsync());
        await using var source = RawHttpSource.Of(media.ShortFlv);
        var request = new PullRequest("s", $"http://{source.Address}/x.flv", 1, true);
        request.Sampling.OnNoVideo();

        var end = await bench.Puller.PullAsync(request, bench.Sink, Cancellation);

        Assert.Equal(PullCause.SourceEnded, end.Cause);
        Assert.Equal(2, bench.Sink.Frames.Count);
        Assert.False(request.Sampling.HasNoVideo);
    }

    private async Task<PullOptions> RefusingAsync()
    {
        var path = Path.Combine(media.Folder, "refusing-ffmpeg");
        await File.WriteAllTextAsync(path, Refusing, Cancellation);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return new PullOptions { FfmpegPath = path, Sandbox = SandboxMode.None };
    }
}
