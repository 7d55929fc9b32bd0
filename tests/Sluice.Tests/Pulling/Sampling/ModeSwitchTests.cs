using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>Real pulls of live sources whose keyframes call for one mode or the other, or change their mind.</summary>
public class ModeSwitchTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private const string Often = "gte(t,n_forced*0.5)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Keyframes_that_do_are_soon_all_that_is_decoded_and_nobody_notices() => Task.WhenAll(
        SwitchesAsync("often.flv", hasCache: true, startsAtZero: false),
        SwitchesAsync("often-zero.flv", hasCache: true, startsAtZero: true),
        SwitchesAsync("often-later.flv", hasCache: false, startsAtZero: false));

    [Fact]
    public async Task A_source_whose_keyframes_become_rare_is_decoded_in_full_again()
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync("rare.flv", "if(lt(t,6),gte(t,n_forced*0.5),0)", 0);
        var request = Request(source);

        await PullAsync(bench, source, request, 13);

        Assert.Equal(SamplingMode.AllButBidirectional, request.Sampling.Mode);
        Assert.Equal(3, source.Contacts);
        AssertWhole(bench.Sink, source);
    }

    [Fact]
    public async Task With_B_frames_it_stays_as_it_began()
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync("b.flv", Often, 3);
        var request = Request(source);

        await PullAsync(bench, source, request, 6);

        Assert.Equal(SamplingMode.AllButBidirectional, request.Sampling.Mode);
        Assert.Equal(1, source.Contacts);
        AssertWhole(bench.Sink, source);
    }

    [Fact]
    public async Task A_source_that_refuses_a_second_player_is_left_as_it_is_for_a_while()
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync("one.flv", Often, 0, most: 1);
        var request = Request(source);

        await PullAsync(bench, source, request, 8);

        Assert.Equal(SamplingMode.AllButBidirectional, request.Sampling.Mode);
        Assert.Equal(2, source.Contacts);
        AssertWhole(bench.Sink, source);
    }

    [Fact]
    public async Task When_slots_are_missed_and_a_second_player_is_refused_the_first_makes_way()
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync("way.flv", "if(lt(t,2),gte(t,n_forced*0.5),0)", 0, most: 1);
        var request = Request(source);
        request.Sampling.OnKeyframesDo();

        await PullAsync(bench, source, request, 9);

        Assert.Equal(SamplingMode.AllButBidirectional, request.Sampling.Mode);
        Assert.True(source.Contacts >= 3);
        Assert.True(bench.Sink.Frames.Count >= 6);
    }

    private async Task SwitchesAsync(string name, bool hasCache, bool startsAtZero)
    {
        using var bench = new PullerBench();
        await using var source = await SourceAsync(name, Often, 0, hasCache, startsAtZero);
        var request = Request(source);

        await PullAsync(bench, source, request, 8.5);

        Assert.Equal(SamplingMode.Keyframes, request.Sampling.Mode);
        Assert.Equal(2, source.Contacts);
        AssertWhole(bench.Sink, source);

        // What both children were sent for the time of the change; the little more is how it is wrapped.
        Assert.InRange(bench.Sink.Bytes, source.Sent * 0.9, (source.Sent * 1.2) + 2000);
    }

    private static PullRequest Request(LiveFlvSource source) => new("s", source.Url, 1, true);

    private async Task<LiveFlvSource> SourceAsync(
        string name, string keyframes, int bFrames, bool hasCache = true, bool startsAtZero = false, int most = int.MaxValue)
    {
        await media.RunAsync(
            "-f lavfi -i testsrc2=s=160x120:r=25:d=16 -f lavfi -i sine=sample_rate=44100:duration=16 -c:v libx264 -preset ultrafast "
            + $"-g 1000 -force_key_frames expr:{keyframes} -sc_threshold 0 -bf {bFrames} -pix_fmt yuv420p -c:a aac {name}");
        var flv = await File.ReadAllBytesAsync(Path.Combine(media.Folder, name), Cancellation);
        return new LiveFlvSource(flv) { HasCache = hasCache, StartsAtZero = startsAtZero, MostPlayers = most };
    }

    // Stopped, not left to end: an end is another matter.
    private static async Task PullAsync(PullerBench bench, LiveFlvSource source, PullRequest request, double seconds)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var pull = bench.Puller.PullAsync(request, bench.Sink, stop.Token);
        await bench.Sink.FirstFrame.WaitAsync(Cancellation);
        await bench.Sink.FrameAtAsync(source.Began.AddSeconds(seconds)).WaitAsync(Cancellation);
        await stop.CancelAsync();

        var end = await pull;
        Assert.Equal(PullCause.Stopped, end.Cause);
        Assert.Empty(PullerBench.ChildrenOf(source.Address));
    }

    private static void AssertWhole(RecordingSink sink, LiveFlvSource source)
    {
        // A frame for every second, none twice.
        var times = sink.Frames.Select(f => (f.CapturedAt - source.Began).TotalSeconds).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(" ", times.Select(t => t.ToString("0.00", null))));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(" ", sink.Sounds.Select(s => $"{(s.CapturedAt - source.Began).TotalSeconds:0.00}+{s.Bytes / 32000.0:0.00}")));
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.4, 1.95));
        Assert.InRange(times.Count, times[^1] - times[0] - 0.2, times[^1] - times[0] + 2.1);

        // All of the sound, one piece after the other, once the clock has settled.
        var sounds = sink.Sounds.Where(s => s.CapturedAt > source.Began.AddSeconds(2)).ToList();
        var length = (sounds[^1].CapturedAt - sounds[0].CapturedAt).TotalSeconds;
        Assert.InRange(length - sounds.SkipLast(1).Sum(s => s.Bytes / 32_000.0), -0.15, 0.15);
    }
}
