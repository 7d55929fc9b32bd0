namespace Sluice.Tests.Pulling;

/// <summary>What becomes of frames when detectors are slower than the sources.</summary>
public sealed class FrameLaneTests
{
    private const int Streams = 30;
    private const int Seconds = 150;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    /// <summary>
    /// 30 streams bring 14 frames a second, one of which can be judged: one of them five a second, the others one every three seconds,
    /// but two every 40 seconds.
    /// </summary>
    [Fact]
    public async Task With_detectors_slower_than_the_sources_frames_are_judged_young_and_streams_get_even_shares()
    {
        await using var judge = new SlowJudge();
        await judge.Runner.StartAsync(TestContext.Current.CancellationToken);
        var lanes = judge.Lanes(Streams, MaxWait, IntervalOf);
        var added = new int[Streams];
        for (var second = 0; second < Seconds; second++)
        {
            for (var stream = 0; stream < Streams; stream++)
            {
                var frames = stream == 0 ? 5 : (second + stream) % IntervalOf(stream) == 0 ? 1 : 0;
                added[stream] += frames;
                for (var i = 0; i < frames; i++)
                {
                    lanes[stream].Add(judge.Frame(stream));
                }
            }

            await judge.BusyAsync();
            judge.Pass();
        }

        await judge.EndAsync(lanes);

        // 1. No frame was older than it may be, and judging lost no second to frames that were dropped.
        Assert.All(judge.Judged, judged => Assert.InRange(judged.Age, 0, Math.Max(10, IntervalOf(judged.Stream))));
        Assert.InRange(judge.Judged.Count, Seconds, Seconds + 1);

        // 2. Each stream got its turn every 30 seconds, whatever the others brought.
        var shares = judge.Judged.CountBy(judged => judged.Stream).ToDictionary();
        for (var stream = 0; stream < Streams; stream++)
        {
            var share = shares.GetValueOrDefault(stream);
            Assert.True(share >= (IntervalOf(stream) == 40 ? 2 : 4), $"stream {stream} was judged {share} times");
            Assert.True(share <= 7, $"stream {stream} was judged {share} times");
        }

        // 3. Every frame is accounted for.
        for (var stream = 0; stream < Streams; stream++)
        {
            var progress = judge.Ledgers[stream].Progress;
            Assert.Equal((added[stream], added[stream]), (progress.FramesCaptured, progress.FramesModerated + progress.FramesDropped));
            Assert.InRange(progress.FramesModerated, shares[stream] - 1, shares[stream]);
        }
    }

    [Fact]
    public async Task A_frame_whose_turn_comes_too_late_gives_it_to_the_newest_of_its_stream()
    {
        await using var judge = new SlowJudge();
        await judge.Runner.StartAsync(TestContext.Current.CancellationToken);
        var lanes = judge.Lanes(2, MaxWait, _ => 1);
        lanes[0].Add(judge.Frame(0));
        await judge.BusyAsync();
        lanes[1].Add(judge.Frame(1));
        for (var second = 0; second < 11; second++)
        {
            judge.Skip();
            lanes[1].Add(judge.Frame(1));
        }

        Assert.InRange(judge.Waiting.Oldest, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
        judge.Pass();
        await judge.BusyAsync();

        Assert.Equal((1, 1), judge.Judged[^1]);
        await judge.EndAsync(lanes);
        Assert.Equal(TimeSpan.Zero, judge.Waiting.Oldest);
        Assert.Equal(12, judge.Ledgers[1].Progress.FramesDropped + judge.Ledgers[1].Progress.FramesModerated);
    }

    private static int IntervalOf(int stream) => stream switch { 0 => 1, 1 or 2 => 40, _ => 3 };
}
