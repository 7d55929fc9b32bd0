using System.Collections.Concurrent;
using System.Diagnostics;
using Sluice.Server.Children;
using Sluice.Server.Pulling;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Pulling.Mutants;

/// <summary>
/// Damaged media through real children and the real gate. A failure names its seed; <c>SLUICE_SEED=n</c> pulls that one alone.
/// </summary>
[Collection(QuietProcess.Name)]
public sealed class MutantTests(MutantMedia media) : IClassFixture<MutantMedia>
{
    private const int AtOnce = 28;

    // Damaged timestamps may be those of media that plays for hours, where there is a second of it. Once it has played for so long it is stopped.
    private static readonly TimeSpan PlaysOn = TimeSpan.FromSeconds(8);

    // What gives nothing may have its playlist waited for, and two children one after the other, each of which is waited for its place, its
    // start and its media: 2 + 2 (5 + 4) s of watchdogs, in a queue of as many as are pulled at once.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(24);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sound_media_is_pulled_in_each_of_the_ways_that_mutants_are()
    {
        using var bench = new PullerBench();
        await Task.WhenAll(Enumerable.Range(0, Mutant.Kinds).Select(async kind =>
        {
            await using var sound = Mutant.Sound(kind, media);
            var sink = new RecordingSink();

            var end = await bench.Puller.PullAsync(new PullRequest("s", sound.Url, 1, WantsAudio: true), sink, Cancellation);

            Assert.True(end is { HadFrames: true, Cause: PullCause.SourceEnded or PullCause.Broken }, $"{sound.Url}: {end}");
            Assert.InRange(sink.SoundSeconds, 0.9, 1.5);
        }));
    }

    [Fact]
    public async Task Every_mutant_ends_with_a_cause_and_leaves_nothing_behind()
    {
        var log = new ConcurrentQueue<string>();
        var options = new PullOptions
        {
            OpenTimeout = TimeSpan.FromSeconds(4),
            StallTimeout = TimeSpan.FromSeconds(2),
            HlsStallTimeout = TimeSpan.FromSeconds(2),
            FrameTimeout = TimeSpan.FromSeconds(3),
        };
        using var lines = new LogLines(log);
        using var bench = new PullerBench(options, log: lines);

        await AssertAllEndAsync(bench, Soak.Seeds(200), async seed =>
        {
            await using var mutant = Mutant.Of(seed, media);
            return await PullAsync(bench, seed, mutant.Url, mutant.Address);
        });
        foreach (var line in log.Where(line => line.Contains("ffmpeg said", StringComparison.Ordinal)))
            TestContext.Current.TestOutputHelper?.WriteLine(line);
    }

    [Fact]
    public async Task Every_mutant_that_a_child_writes_ends_with_a_cause_and_leaves_nothing_behind()
    {
        var child = Path.Combine(media.Folder, "child");
        await File.WriteAllTextAsync(
            child,
            """
            #!/bin/sh
            echo "[info] Input #0, flv, from 'x':" >&2
            echo "[info]   Duration: N/A, start: 0.000000, bitrate: N/A" >&2
            for word; do case $word in http://*) exec /bin/cat "${0%/*}/${word##*/}";; esac; done
            exit 0

            """,
            Cancellation);
        await media.RunAsync("chmod", "500 child");
        using var bench = new PullerBench(new PullOptions { FfmpegPath = child, Sandbox = SandboxMode.None, OpenTimeout = TimeSpan.FromSeconds(10) });

        await AssertAllEndAsync(bench, Soak.Seeds(150), async seed =>
        {
            var name = $"mutant{seed}.nut";
            await File.WriteAllBytesAsync(Path.Combine(media.Folder, name), Mutator.Mutate(media.Nut, new Random(seed)), Cancellation);
            return await PullAsync(bench, seed, $"http://127.0.0.1:9/{name}", $"127.0.0.1:9/{name}");
        });
    }

    private static async Task AssertAllEndAsync(PullerBench bench, IEnumerable<int> seeds, Func<int, Task<(string? Problem, string End)>> pull)
    {
        var problems = new ConcurrentQueue<string>();
        var ends = new ConcurrentQueue<(string End, int Seed)>();
        var watch = Stopwatch.StartNew();

        // What is opened once and kept is there after the first pull.
        await bench.PullAsync("http://127.0.0.1:9/none");
        using var holdings = new Holdings();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation }, async (seed, _) =>
        {
            var (problem, end) = await pull(seed);
            ends.Enqueue((end, seed));
            if (problem is not null)
                problems.Enqueue($"SLUICE_SEED={seed}: {problem}");
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s");
        foreach (var group in ends.GroupBy(each => each.End).OrderByDescending(group => group.Count()))
            TestContext.Current.TestOutputHelper?.WriteLine($"{group.Count(),5} {group.Key} ({string.Join(' ', group.Take(20).Select(each => each.Seed))})");
        Assert.Empty(problems);
        await holdings.AssertNothingLeftAsync(Cancellation);
    }

    private static async Task PlaysOnAsync(RecordingSink sink)
    {
        await sink.FirstFrame;
        await sink.FrameAtAsync(DateTimeOffset.UtcNow + PlaysOn);
    }

    private static async Task<(string? Problem, string End)> PullAsync(
        PullerBench bench, int seed, string url, string address)
    {
        var sink = new RecordingSink();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(LongEnough);
        PullEnd end;
        try
        {
            var playsOn = PlaysOnAsync(sink);
            var pull = bench.Puller.PullAsync(new PullRequest($"mutant {seed}", url, 1, WantsAudio: seed % 5 > 0), sink, stop.Token);
            if (await Task.WhenAny(pull, playsOn).WaitAsync(LongEnough + StopPatience, Cancellation) == playsOn)
                await stop.CancelAsync();
            end = await pull.WaitAsync(StopPatience, Cancellation);
        }
        catch (Exception e) when (!Cancellation.IsCancellationRequested)
        {
            return (e.ToString(), e.GetType().Name);
        }

        var problem = end switch
        {
            { Cause: PullCause.Stopped } when sink.Frames.Count == 0 && sink.Sounds.Count == 0 => "no watchdog ended it and nothing came",
            { Detail: "" or "ffmpeg could not be started" } => $"no good cause: {end}",
            _ when !Enum.IsDefined(end.Cause) => $"no cause of the table: {end}",
            _ when PullerBench.ChildrenOf(address) is { Count: > 0 } left => $"{left.Count} children are left",
            _ => null,
        };
        return (problem, $"{end.Cause}: {end.Detail}");
    }
}
