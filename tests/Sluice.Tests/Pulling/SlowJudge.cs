using System.Buffers;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Pulling;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;
using Sluice.Tests.Detection;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Pulling;

/// <summary>
/// A node whose one detector takes a second for each frame, on a clock that the test turns, with lanes of streams that are not
/// called back. What each frame shows tells its stream and when it was captured.
/// </summary>
internal sealed class SlowJudge : IAsyncDisposable
{
    private const int SmallestSide = 16;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly SemaphoreSlim _busy = new(0);
    private readonly List<Task> _running = [];
    private readonly ScriptedDetector _detector;
    private readonly DetectorCatalog _catalog;
    private readonly CallbackMetrics _callbackMetrics;
    private volatile TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowJudge()
    {
        _detector = new ScriptedDetector("slow", "QRCODE", async (pictures, _) =>
        {
            // Told only now: who knows that it is busy lets the second pass.
            var second = _second;
            Judged.Add((pictures[0].Height - SmallestSide, Now - (pictures[0].Width - SmallestSide)));
            _busy.Release();
            await second.Task;
            return [[]];
        });
        _catalog = new DetectorCatalog([new InstalledDetector("slow", _detector.RiskTypes, _detector.BusinessTypes, "test") { Detector = _detector }]);
        var options = new DetectionOptions { Workers = 1, MaxBatch = 1, QueueLength = 4, DetectorTimeout = TimeSpan.FromMinutes(5), UnchangedFor = TimeSpan.Zero };
        var meters = _services.GetRequiredService<IMeterFactory>();
        Metrics = new PullMetrics(meters);
        _callbackMetrics = new CallbackMetrics(meters);
        Runner = new DetectorRunner(
            _catalog, Microsoft.Extensions.Options.Options.Create(options), new DetectionMetrics(meters), Time, NullLogger<DetectorRunner>.Instance);
    }

    public FakeTimeProvider Time { get; } = new();

    public DetectorRunner Runner { get; }

    public PullMetrics Metrics { get; }

    public WaitingFrames Waiting { get; } = new();

    /// <summary>Which stream's frame was judged, and how many seconds old it was then.</summary>
    public List<(int Stream, int Age)> Judged { get; } = [];

    public List<StreamLedger> Ledgers { get; } = [];

    public int Now { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public IReadOnlyList<FrameLane> Lanes(int count, TimeSpan maxWait, Func<int, int> interval)
    {
        var lanes = new List<FrameLane>();
        var policy = new CurrentPolicy(PolicySet.BuiltIn(ConfiguredRules.None)).For(PolicyScope.Nobody);
        var meaning = new FrameMeaning(new TextMatcher(new NoLists()), new NoLists());
        for (var i = 0; i < count; i++)
        {
            var row = Rows.Stream();
            row = row with { Settings = row.Settings with { ImageTypes = ["QRCODE"], FrameInterval = interval(i), DetectStep = 1 } };
            // Nothing is called back: these lanes write nothing and keep nothing.
            Ledgers.Add(new StreamLedger(row, null!, new CallbackSignal(), Time, NullLogger.Instance));
            lanes.Add(new FrameLane(Ledgers[i], Runner, policy, meaning, null!, null!, Metrics, _callbackMetrics, Waiting, maxWait, Time));
            _running.Add(lanes[i].RunAsync(_giveUp.Token));
        }

        return lanes;
    }

    /// <summary>A frame of the stream, captured now.</summary>
    public CapturedFrame Frame(int stream)
    {
        using var picture = new TestPicture(SmallestSide + Now, SmallestSide + stream);
        var jpeg = picture.Jpeg();
        var buffer = ArrayPool<byte>.Shared.Rent(jpeg.Length);
        jpeg.CopyTo(buffer, 0);
        return new CapturedFrame(buffer, jpeg.Length, DateTimeOffset.UnixEpoch.AddSeconds(Now));
    }

    public async Task BusyAsync()
    {
        await _detector.CalledAsync().WaitAsync(Soon, Token);
        Assert.True(await _busy.WaitAsync(Soon, Token));
    }

    /// <summary>A second passes in which the judgement under way does not end.</summary>
    public void Skip()
    {
        Now++;
        Time.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>A second passes, and with it one judgement.</summary>
    public void Pass()
    {
        Skip();
        var over = _second;
        _second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        over.SetResult();
    }

    /// <summary>All streams are over, and so is the drain's time.</summary>
    public async Task EndAsync(IReadOnlyList<FrameLane> lanes)
    {
        foreach (var lane in lanes)
        {
            lane.Complete();
        }

        await _giveUp.CancelAsync();
        _second.TrySetResult();
        await Task.WhenAll(_running).WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    public async ValueTask DisposeAsync()
    {
        _second.TrySetResult();
        await Runner.DisposeAsync();
        _catalog.Dispose();
        _giveUp.Dispose();
        _busy.Dispose();
        await _services.DisposeAsync();
    }
}
