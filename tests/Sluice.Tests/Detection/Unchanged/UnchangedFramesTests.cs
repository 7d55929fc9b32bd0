using System.Collections.Frozen;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Unchanged;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Detection.Unchanged;

/// <summary>Which frames the detectors are asked about, and what the others are given.</summary>
public sealed class UnchangedFramesTests
{
    private static readonly DetectionOptions Options = new() { Workers = 1, MaxBatch = 3, DetectorTimeout = TimeSpan.FromSeconds(2) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-crf", "20")]
    [InlineData("-crf", "30")]
    [InlineData("-b:v", "400k", "-maxrate", "400k", "-bufsize", "400k")]
    public async Task A_still_that_x264_encodes_again_and_again_is_judged_once(params string[] encoder)
    {
        var detector = ScriptedDetector.Seeing("a", "A");
        await using var host = await RunnerHost.StartAsync(Options, detector);
        using var picture = new TestPicture(1280, 720).Clutter(3).Code("https://t.example/join", 80, 80, 200);
        var frames = await Footage.ShowAsync(picture.Png(), 8, encoder);
        var memory = new FrameMemory(host.Time);

        foreach (var frame in frames)
        {
            Assert.Single((await JudgeAsync(host, frame, memory)).Findings);
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(frames.Count, 7, 9);
        Assert.Single(detector.Batches);
        Assert.Equal((1, frames.Count - 1), (host.Figure("detection_frames judged"), host.Figure("detection_frames unchanged")));
    }

    [Fact]
    public async Task A_slow_fade_is_judged_again_and_again()
    {
        var detector = ScriptedDetector.Seeing("a", "A");
        await using var host = await RunnerHost.StartAsync(Options, detector);
        using var picture = new TestPicture(640, 360).Clutter(5);

        // Within 20 s to black: a thirtieth of the brightness from one frame to the next but one.
        var frames = await Footage.ShowAsync(picture.Png(), 20, ["-crf", "23"], "fade=t=out:st=0:d=20");
        var memory = new FrameMemory(host.Time);
        foreach (var frame in frames)
        {
            await JudgeAsync(host, frame, memory);
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(detector.Batches.Count, 15, 20);
    }

    [Fact]
    public async Task A_code_that_appears_in_a_still_is_found_and_stays_found()
    {
        await using var host = await RunnerHost.StartAsync(Options, DetectorCatalog.Find());
        using var without = new TestPicture(1280, 720).Clutter(3);
        using var with = new TestPicture(1280, 720).Clutter(3).Code("wx123", 1190, 20, 70);
        var memory = new FrameMemory(host.Time);
        string[] encoder = ["-crf", "25"];
        byte[][] frames = [.. await Footage.ShowAsync(without.Png(), 3, encoder), .. await Footage.ShowAsync(with.Png(), 3, encoder)];

        List<string?> seen = [];
        foreach (var frame in frames)
        {
            var judged = await Runner(host, frame, memory, new FrameWants(["QRCODE"], []));
            seen.Add(judged.Findings.SingleOrDefault()?.Content);
        }

        Assert.Equal(frames.Length / 2, seen.Count(content => content is null));
        Assert.Equal(2, host.Figure("detection_frames judged"));
        Assert.Equal("wx123", seen[^1]);
    }

    [Fact]
    public async Task Findings_are_used_for_30_seconds()
    {
        var detector = ScriptedDetector.Seeing("a", "A");
        await using var host = await RunnerHost.StartAsync(Options, detector);
        var (memory, frame) = (new FrameMemory(host.Time), Frame());
        for (var second = 0; second <= 60; second += 10)
        {
            await JudgeAsync(host, frame, memory);
            host.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(3, detector.Batches.Count);
    }

    [Fact]
    public async Task Another_stream_s_frame_and_one_without_a_memory_are_judged()
    {
        var detector = ScriptedDetector.Seeing("a", "A");
        await using var host = await RunnerHost.StartAsync(Options, detector);
        var frame = Frame();

        await JudgeAsync(host, frame, new FrameMemory(host.Time));
        await JudgeAsync(host, frame, new FrameMemory(host.Time));
        await host.JudgeAsync(frame, "A");
        await host.JudgeAsync(frame, "A");

        Assert.Equal(4, detector.Batches.Count);
    }

    [Fact]
    public async Task Switched_off_every_frame_is_judged()
    {
        var detector = ScriptedDetector.Seeing("a", "A");
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { Workers = 1, UnchangedFor = TimeSpan.Zero }, detector);
        var (memory, frame) = (new FrameMemory(host.Time), Frame());

        await JudgeAsync(host, frame, memory);
        await JudgeAsync(host, frame, memory);

        Assert.Equal(2, detector.Batches.Count);
    }

    [Fact]
    public async Task A_step_of_business_types_is_judged_when_its_turn_comes_and_serves_the_frames_between()
    {
        var detector = ScriptedDetector.Seeing("a", "A");
        await using var host = await RunnerHost.StartAsync(Options, detector);
        var (memory, frame) = (new FrameMemory(host.Time), Frame());
        var (risk, both) = (new FrameWants(["A"], []), new FrameWants(["A"], ["A_BUSINESS"]));

        await Runner(host, frame, memory, risk);
        await Runner(host, frame, memory, both);
        await Runner(host, frame, memory, risk);
        await Runner(host, frame, memory, both);

        Assert.Equal(2, detector.Batches.Count);
    }

    [Fact]
    public async Task What_was_seen_of_an_unchanged_frame_looks_as_it_did()
    {
        await using var host = await RunnerHost.StartAsync(Options, ScriptedDetector.Seeing("a", "A"));
        using var picture = new TestPicture(640, 360).Clutter(8);
        var memory = new FrameMemory(host.Time);

        var first = await JudgeAsync(host, picture.Jpeg(), memory);
        var second = await JudgeAsync(host, picture.Jpeg(60), memory);

        Assert.Equal(1, host.Figure("detection_frames unchanged"));
        Assert.NotNull(first.Look);
        Assert.Equal(first.Look, second.Look);
        Assert.InRange(PictureHash.Distance(first.Look.Value, second.Look!.Value), 0, SimilarFrames.MostBits);
    }

    [Fact]
    public async Task A_frame_on_which_a_detector_failed_is_judged_again_when_it_comes_again()
    {
        var failures = 2;
        var shaky = new ScriptedDetector("shaky", "B", (pictures, _) => failures-- > 0
            ? throw new InvalidOperationException("not now")
            : Task.FromResult(ScriptedDetector.See("shaky", pictures)));
        await using var host = await RunnerHost.StartAsync(Options, ScriptedDetector.Seeing("well", "A"), shaky);
        var (memory, frame, wants) = (new FrameMemory(host.Time), Frame(), new FrameWants(["A", "B"], []));

        Assert.Equal(["well"], Kinds(await Runner(host, frame, memory, wants)));
        Assert.Equal(["well"], Kinds(await Runner(host, frame, memory, wants)));
        Assert.Equal(["well", "shaky"], Kinds(await Runner(host, frame, memory, wants)));
        Assert.Equal(["well", "shaky"], Kinds(await Runner(host, frame, memory, wants)));
        Assert.Equal(3, shaky.Batches.Count);
    }

    [Fact]
    public async Task A_frame_on_which_a_detector_timed_out_is_judged_again_when_it_comes_again()
    {
        var gate = new TaskCompletionSource();
        var slow = ScriptedDetector.Gated("slow", "A", gate.Task);
        await using var host = await RunnerHost.StartAsync(Options, slow);
        var (memory, frame) = (new FrameMemory(host.Time), Frame());
        var judged = JudgeAsync(host, frame, memory);
        await slow.CalledAsync();
        host.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty((await judged).Findings);
        gate.SetResult();

        Assert.Single((await JudgeAsync(host, frame, memory)).Findings);
        Assert.Equal(1, host.Figure("detector_failures slow timed_out"));
    }

    [Fact]
    public async Task A_frame_that_cannot_be_read_leaves_what_is_remembered()
    {
        var detector = ScriptedDetector.Seeing("a", "A");
        await using var host = await RunnerHost.StartAsync(Options, detector);
        var (memory, frame) = (new FrameMemory(host.Time), Frame());

        await JudgeAsync(host, frame, memory);
        Assert.Empty((await JudgeAsync(host, frame[..(frame.Length / 2)], memory)).Findings);
        Assert.Single((await JudgeAsync(host, frame, memory)).Findings);

        Assert.Single(detector.Batches);
        Assert.Equal(1, host.Figure("detection_frames unreadable"));
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_a_memory_that_the_next_frame_can_use()
    {
        var gate = new TaskCompletionSource();
        var blocked = ScriptedDetector.Gated("blocked", "A", gate.Task);
        await using var host = await RunnerHost.StartAsync(Options, blocked);
        var (memory, frame) = (new FrameMemory(host.Time), Frame());
        using var gaveUp = new CancellationTokenSource();
        var wants = new FrameWants(["A"], []) { Memory = memory };
        var judged = host.Runner.JudgeAsync(() => frame, wants, gaveUp.Token).AsTask();
        await blocked.CalledAsync();
        var waiting = host.Runner.JudgeAsync(() => frame, wants, gaveUp.Token).AsTask();
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judged);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        gate.SetResult();

        Assert.Single((await JudgeAsync(host, frame, memory)).Findings);
        Assert.Single(blocked.Batches);
    }

    [Fact]
    public async Task A_detector_that_waits_for_a_still_picture_is_asked_when_it_has_been_still_for_so_long()
    {
        var patient = new Patient();
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { Workers = 1, UnchangedFor = TimeSpan.FromHours(1) }, patient);
        var (memory, frame) = (new FrameMemory(host.Time), Frame());
        List<int> found = [];
        for (var second = 0; second < 8; second++)
        {
            found.Add((await JudgeAsync(host, frame, memory)).Findings.Count);
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1], found);
        Assert.Equal(2, patient.Calls);
    }

    private static IEnumerable<string> Kinds(JudgedFrame judged) => judged.Findings.Select(finding => finding.Kind);

    private static byte[] Frame()
    {
        using var picture = new TestPicture(320, 180).Clutter(1);
        return picture.Jpeg();
    }

    private static Task<JudgedFrame> JudgeAsync(RunnerHost host, byte[] frame, FrameMemory memory) =>
        Runner(host, frame, memory, new FrameWants(["A"], []));

    private static async Task<JudgedFrame> Runner(RunnerHost host, byte[] frame, FrameMemory memory, FrameWants wants) =>
        (await host.Runner.JudgeAsync(() => frame, wants with { Memory = memory }, Token))!.Value;

    private sealed class Patient : IDetector
    {
        private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

        public string Name => "patient";

        public IReadOnlySet<string> RiskTypes { get; } = FrozenSet.Create("A");

        public IReadOnlySet<string> BusinessTypes => FrozenSet<string>.Empty;

        public TimeSpan? StillAfter => Long;

        public int Calls { get; private set; }

        public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
        {
            Calls++;
            return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>(
                [.. pictures.Select(picture => picture.StillFor >= Long ? new[] { new Finding(Name, Name, 1) } : [])]);
        }
    }
}
