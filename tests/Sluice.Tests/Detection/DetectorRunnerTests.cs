using Sluice.Server.Detection;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Detection;

public class DetectorRunnerTests
{
    private static readonly byte[] Small = Frame(64);

    private static readonly DetectionOptions OneWorker = new()
    {
        Workers = 1,
        QueueLength = 8,
        MaxBatch = 3,
        DetectorTimeout = TimeSpan.FromSeconds(2),
    };

    [Fact]
    public async Task A_frame_with_a_code_comes_back_with_its_content_and_place()
    {
        await using var host = await RunnerHost.StartAsync(new DetectionOptions(), DetectorCatalog.Find());
        using var frame = new TestPicture(1280, 720).Clutter(1).Code("https://t.example/join", 300, 200, 165);

        var finding = Assert.Single(await host.JudgeAsync(frame.Jpeg(), "LOGO", "QRCODE"));

        Assert.Equal("https://t.example/join", finding.Content);
        Assert.NotNull(finding.Location);
        Assert.Equal(1, host.Figure("detection_frames judged"));
    }

    [Fact]
    public async Task A_frame_in_which_something_was_seen_comes_back_with_its_look()
    {
        await using var host = await RunnerHost.StartAsync(new DetectionOptions(), DetectorCatalog.Find());
        using var one = new TestPicture(1280, 720).Clutter(1).Code("https://t.example/join", 300, 200, 165);
        using var other = new TestPicture(1280, 720).Clutter(2).Code("https://t.example/join", 300, 200, 165);
        using var none = new TestPicture(1280, 720).Clutter(1);

        var look = (await LookAsync(one.Jpeg()))!.Value;
        Assert.InRange(PictureHash.Distance(look, (await LookAsync(one.Jpeg(40)))!.Value), 0, SimilarFrames.MostBits);
        Assert.InRange(PictureHash.Distance(look, (await LookAsync(other.Jpeg()))!.Value), SimilarFrames.MostBits + 1, 64);
        Assert.Null(await LookAsync(none.Jpeg()));

        async Task<ulong?> LookAsync(byte[] jpeg) =>
            (await host.Runner.JudgeAsync(() => jpeg, new FrameWants(["QRCODE"], []), TestContext.Current.CancellationToken))!.Value.Look;
    }

    [Fact]
    public async Task A_detector_that_throws_takes_nothing_from_the_others()
    {
        var broken = new ScriptedDetector("broken", "A", (_, _) => throw new InvalidOperationException("broken"));
        await using var host = await RunnerHost.StartAsync(OneWorker, broken, ScriptedDetector.Seeing("well", "B"));

        var findings = await host.JudgeAsync(Small, "A", "B");

        Assert.Equal(["well"], findings.Select(finding => finding.Kind));
        Assert.Equal(1, host.Figure("detector_failures broken threw"));
    }

    [Fact]
    public async Task A_detector_that_answers_for_too_few_pictures_counts_as_failed()
    {
        var brief = new ScriptedDetector("short", "A", (_, _) => Task.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>([]));
        await using var host = await RunnerHost.StartAsync(OneWorker, brief);

        Assert.Empty(await host.JudgeAsync(Small, "A"));
        Assert.Equal(1, host.Figure("detector_failures short threw"));
    }

    [Fact]
    public async Task A_picture_that_a_detector_throws_at_takes_nothing_from_the_rest_of_its_batch()
    {
        var gate = new TaskCompletionSource();
        var blocker = ScriptedDetector.Gated("gate", "GATE", gate.Task);
        var picky = new ScriptedDetector("picky", "A", (pictures, _) => pictures.Any(picture => picture.Width == 80)
            ? throw new InvalidOperationException("not this one")
            : Task.FromResult(ScriptedDetector.See("picky", pictures)));
        await using var host = await RunnerHost.StartAsync(OneWorker, blocker, picky);
        var first = host.JudgeAsync(Small, "GATE");
        await blocker.CalledAsync();
        var batch = new[] { 72, 80, 88 }.Select(width => host.JudgeAsync(Frame(width), "A")).ToArray();

        gate.SetResult();
        await first;
        var findings = await Task.WhenAll(batch);

        Assert.Equal(["72", null, "88"], findings.Select(found => found.SingleOrDefault()?.Content));
        Assert.Equal([3, 1, 1, 1], picky.Batches);
    }

    [Fact]
    public async Task A_frame_does_not_wait_for_what_another_machine_says_of_the_rest_of_its_batch()
    {
        var (gate, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        var blocker = ScriptedDetector.Gated("gate", "GATE", gate.Task);
        var remote = new ScriptedDetector("remote", "R", async (pictures, _) =>
        {
            await answer.Task;
            return ScriptedDetector.See("remote", pictures);
        })
        {
            Patience = TimeSpan.FromMinutes(1),
        };
        await using var host = await RunnerHost.StartAsync(OneWorker, blocker, remote, ScriptedDetector.Seeing("here", "A"));
        var first = host.JudgeAsync(Small, "GATE");
        await blocker.CalledAsync();
        var (slow, quick) = (host.JudgeAsync(Small, "R"), host.JudgeAsync(Small, "A"));

        gate.SetResult();
        await first;

        Assert.Single(await quick.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(slow.IsCompleted);
        answer.SetResult();
        Assert.Single(await slow.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_detector_that_hangs_is_given_up_on_after_the_timeout_and_the_others_count()
    {
        var gate = new TaskCompletionSource();
        var hanging = ScriptedDetector.Gated("hanging", "A", gate.Task);
        await using var host = await RunnerHost.StartAsync(OneWorker, hanging, ScriptedDetector.Seeing("well", "B"));
        var judged = host.JudgeAsync(Small, "A", "B");
        await hanging.CalledAsync();

        host.Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(judged.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(["well"], (await judged).Select(finding => finding.Kind));
        Assert.Equal(1, host.Figure("detector_failures hanging timed_out"));
        gate.SetResult();
    }

    [Fact]
    public async Task A_detector_that_holds_the_only_thread_is_given_up_on_too()
    {
        using var gate = new ManualResetEventSlim();
        var hanging = new ScriptedDetector("hanging", "A", (pictures, _) =>
        {
            gate.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
            return Task.FromResult(ScriptedDetector.See("hanging", pictures));
        });
        await using var host = await RunnerHost.StartAsync(OneWorker, hanging, ScriptedDetector.Seeing("well", "B"));
        try
        {
            var judged = host.JudgeAsync(Small, "A");
            await hanging.CalledAsync();
            host.Time.Advance(OneWorker.DetectorTimeout);

            Assert.Empty(await judged.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
            Assert.Single(await host.JudgeAsync(Small, "B").WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }
        finally
        {
            gate.Set();
        }
    }

    [Fact]
    public async Task A_detector_that_keeps_hanging_is_left_alone_until_it_comes_back()
    {
        var gate = new TaskCompletionSource();
        var hanging = ScriptedDetector.Gated("hanging", "A", gate.Task);
        await using var host = await RunnerHost.StartAsync(OneWorker, hanging);
        for (var i = 0; i < DetectorCalls.MaxAbandoned; i++)
        {
            var judged = host.JudgeAsync(Small, "A");
            await hanging.CalledAsync();
            host.Time.Advance(OneWorker.DetectorTimeout);
            Assert.Empty(await judged);
        }

        Assert.Empty(await host.JudgeAsync(Small, "A"));
        Assert.Equal(1, host.Figure("detector_failures hanging stuck"));
        Assert.Equal(DetectorCalls.MaxAbandoned, hanging.Batches.Count);

        gate.SetResult();
        var found = await host.JudgeAsync(Small, "A");
        while (found.Count == 0)
        {
            // The calls that were given up on come back on other threads.
            await Task.Yield();
            found = await host.JudgeAsync(Small, "A");
        }

        Assert.Equal("hanging", found[0].Kind);
    }

    [Fact]
    public async Task A_picture_that_a_hanging_detector_still_holds_is_not_reused()
    {
        var gate = new TaskCompletionSource();
        var read = new TaskCompletionSource<byte[]>();
        var hanging = new ScriptedDetector("hanging", "A", async (pictures, _) =>
        {
            await gate.Task;
            read.SetResult(pictures[0].Luma.ToArray());
            return ScriptedDetector.See("hanging", pictures);
        });
        await using var host = await RunnerHost.StartAsync(OneWorker, hanging, ScriptedDetector.Seeing("well", "B"));
        using var drawn = new TestPicture(64, 64).Clutter(1);
        using var expected = JpegDecoder.Decode(drawn.Jpeg());
        var judged = host.JudgeAsync(drawn.Jpeg(), "A");
        await hanging.CalledAsync();
        host.Time.Advance(OneWorker.DetectorTimeout);
        await judged;

        await host.JudgeAsync(Small, "B");
        gate.SetResult();

        Assert.Equal(expected.Luma.ToArray(), await read.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_waits_is_taken_in_batches_up_to_the_largest()
    {
        var gate = new TaskCompletionSource();
        var detector = ScriptedDetector.Gated("gated", "A", gate.Task);
        await using var host = await RunnerHost.StartAsync(OneWorker, detector);
        var first = host.JudgeAsync(Small, "A");
        await detector.CalledAsync();
        var others = Enumerable.Range(0, 5).Select(_ => host.JudgeAsync(Small, "A")).ToArray();

        gate.SetResult();
        await first;
        await Task.WhenAll(others);

        Assert.Equal([1, 3, 2], detector.Batches);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_lets_them_go_when_they_cancel()
    {
        var gate = new TaskCompletionSource();
        var detector = ScriptedDetector.Gated("gated", "A", gate.Task);
        var options = new DetectionOptions { Workers = 1, QueueLength = 1, MaxBatch = 1 };
        await using var host = await RunnerHost.StartAsync(options, detector);
        using var caller = new CancellationTokenSource();
        var running = host.JudgeAsync(Small, "A");
        await detector.CalledAsync();
        var waiting = host.JudgeAsync(Small, "A");
        var outside = host.Runner.JudgeAsync(() => Small, new FrameWants(["A"], []), caller.Token).AsTask();
        Assert.Equal(1, host.Figure("detection_waiting"));

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);

        gate.SetResult();
        Assert.Single(await running);
        Assert.Single(await waiting);
        Assert.Equal(2, detector.Batches.Count);
        Assert.Equal(0, host.Figure("detection_waiting"));
    }

    [Fact]
    public async Task A_frame_that_is_cancelled_while_it_waits_is_skipped()
    {
        var gate = new TaskCompletionSource();
        var detector = ScriptedDetector.Gated("gated", "A", gate.Task);
        await using var host = await RunnerHost.StartAsync(OneWorker, detector);
        using var caller = new CancellationTokenSource();
        var running = host.JudgeAsync(Small, "A");
        await detector.CalledAsync();
        var cancelled = host.Runner.JudgeAsync(() => Small, new FrameWants(["A"], []), caller.Token).AsTask();
        var waiting = host.JudgeAsync(Small, "A");

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        gate.SetResult();
        await running;
        Assert.Single(await waiting);
        Assert.Equal([1, 1], detector.Batches);
        Assert.Equal(1, host.Figure("detection_frames cancelled"));
    }

    [Fact]
    public async Task Only_detectors_of_a_wanted_type_are_asked()
    {
        var (a, b) = (ScriptedDetector.Seeing("a", "A"), ScriptedDetector.Seeing("b", "B"));
        await using var host = await RunnerHost.StartAsync(OneWorker, a, b);

        Assert.Equal(["b"], (await host.JudgeAsync(Small, "B", "C")).Select(finding => finding.Kind));
        var business = await host.Runner.JudgeAsync(() => Small, new FrameWants([], ["A_BUSINESS"]), TestContext.Current.CancellationToken);
        Assert.Equal(["a"], business!.Value.Findings.Select(finding => finding.Kind));
        Assert.Equal((1, 1), (a.Batches.Count, b.Batches.Count));
    }

    [Fact]
    public async Task A_frame_that_nothing_can_judge_is_not_even_decoded()
    {
        await using var host = await RunnerHost.StartAsync(OneWorker, ScriptedDetector.Seeing("a", "A"));

        Assert.Empty(await host.JudgeAsync("no jpeg"u8.ToArray(), "POLITY"));
        Assert.Equal(0, host.Figure("detection_frames unreadable"));
    }

    [Fact]
    public async Task A_damaged_frame_gives_nothing_and_is_counted_and_the_next_is_judged()
    {
        await using var host = await RunnerHost.StartAsync(OneWorker, ScriptedDetector.Seeing("a", "A"));

        Assert.Empty(await host.JudgeAsync("no jpeg"u8.ToArray(), "A"));
        Assert.Single(await host.JudgeAsync(Small, "A"));
        Assert.Equal(1, host.Figure("detection_frames unreadable"));
        Assert.Equal(1, host.Figure("detection_frames judged"));
    }

    [Fact]
    public async Task Stopping_judges_what_waits_and_takes_nothing_more()
    {
        var gate = new TaskCompletionSource();
        var detector = ScriptedDetector.Gated("gated", "A", gate.Task);
        await using var host = await RunnerHost.StartAsync(OneWorker, detector);
        var running = host.JudgeAsync(Small, "A");
        await detector.CalledAsync();
        var waiting = host.JudgeAsync(Small, "A");

        var stop = host.Runner.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stop.IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.JudgeAsync(Small, "A"));

        gate.SetResult();
        await stop;
        Assert.Single(await running);
        Assert.Single(await waiting);
    }

    [Fact]
    public async Task A_stop_without_patience_cancels_what_runs_and_what_waits()
    {
        var gate = new TaskCompletionSource();
        var detector = ScriptedDetector.Gated("gated", "A", gate.Task);
        await using var host = await RunnerHost.StartAsync(OneWorker, detector);
        var running = host.JudgeAsync(Small, "A");
        await detector.CalledAsync();
        var waiting = host.JudgeAsync(Small, "A");

        await host.Runner.StopAsync(new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, host.Figure("detection_waiting"));
        gate.SetResult();
    }

    [Fact]
    public async Task Disposing_twice_is_disposing_once()
    {
        await using var host = await RunnerHost.StartAsync(OneWorker);

        await host.Runner.DisposeAsync();
        await host.Runner.DisposeAsync();
    }

    private static byte[] Frame(int width)
    {
        using var picture = new TestPicture(width, 48);
        return picture.Jpeg();
    }
}
