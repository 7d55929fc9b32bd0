using System.Buffers;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Protocol;
using Sluice.Server;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Evidence;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Pulling;
using Sluice.Server.Speech;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Pulling;

/// <summary>A session of one stream on a real store, with a source and a judge that the test plays.</summary>
internal sealed class SessionRig : IAsyncDisposable, IPuller, IFrameJudge, ISoundJudge
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-session-");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PullSessionFactory _sessions;
    private readonly SemaphoreSlim _listened = new(0);

    public SessionRig(
        PullOptions? pull = null,
        TimeSpan? drainFor = null,
        Func<IStore, IStore>? sessionStore = null,
        TimeProvider? clock = null,
        SqliteLimits? limits = null,
        ConfiguredRules? rules = null,
        ITranscriber? transcriber = null,
        ITextMatcher? matcher = null)
    {
        Policies = new CurrentPolicy(PolicySet.BuiltIn(rules ?? ConfiguredRules.None));
        var meters = _services.GetRequiredService<IMeterFactory>();
        var time = clock ?? TimeProvider.System;
        Store = new SqliteStore(DatabasePath, time, new StoreMetrics(meters), NullLogger<SqliteStore>.Instance, limits);
        Lists = new ListKeeper(Store, time, NullLogger<ListKeeper>.Instance);
        var evidence = new EvidenceFolder(_folder.FullName);
        var keeper = new EvidenceKeeper(
            new EvidenceStore(evidence, new EvidenceMetrics(meters), time),
            new EvidenceUrls(new EvidenceKey(evidence), () => new Uri("http://sluice.example"), Options.Create(new EvidenceOptions()), time),
            time,
            NullLogger<EvidenceKeeper>.Instance);
        _sessions = new PullSessionFactory(
            sessionStore?.Invoke(Store) ?? Store,
            this,
            this,
            Policies,
            new FrameMeaning(new TextMatcher(Lists), Lists),
            keeper,
            new CallbackBodies(Options.Create(new ServerOptions()), time),
            new CallbackSignal(),
            new PullMetrics(meters),
            new CallbackMetrics(meters),
            new WaitingFrames(),
            Options.Create(pull ?? new PullOptions { RetryEvery = TimeSpan.FromMilliseconds(20), AttemptFor = TimeSpan.FromMilliseconds(50), Pauses = [] }),
            Options.Create(new StreamsOptions { DrainFor = drainFor ?? TimeSpan.FromSeconds(5) }),
            time,
            NullLogger<PullSession>.Instance,
            this,
            transcriber ?? new NoTranscriber(),
            matcher ?? new TextMatcher(Lists),
            Lists);
    }

    public IStore Store { get; }

    /// <summary>Tenants' lists. They are looked at when the test says so.</summary>
    public ListKeeper Lists { get; }

    /// <summary>What findings mean.</summary>
    public CurrentPolicy Policies { get; }

    public string DatabasePath => Path.Combine(_folder.FullName, "sluice.db");

    /// <summary>What the source does at each attempt to pull it. Default: stays open until it is stopped.</summary>
    public Func<IMediaSink, CancellationToken, Task<PullEnd>> Source { get; set; } = (_, stop) => UntilStopped(stop);

    /// <summary>What is seen in each frame.</summary>
    public Func<CancellationToken, ValueTask<IReadOnlyList<Finding>>> Judge { get; set; } = _ => ValueTask.FromResult<IReadOnlyList<Finding>>([]);

    /// <summary>Whether somebody speaks in a segment. Default: whether it is not all zeros.</summary>
    public Func<byte[], bool> Voice { get; set; } = pcm => pcm.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>What is heard in each segment beside words.</summary>
    public IReadOnlyList<Finding> Sounds { get; set; } = [];

    /// <summary>What each frame looks like.</summary>
    public ulong? PictureHash { get; set; }

    public int Attempts { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Finding Code { get; } =
        new("codes", "qrcode", 1) { Content = "https://t.example/join", Location = new PixelBox(40, 40, 205, 205) };

    public static async Task<PullEnd> UntilStopped(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = stop.Register(() => stopped.TrySetResult());
        await stopped.Task;
        return new PullEnd(PullCause.Stopped, "stopped", HadFrames: false);
    }

    /// <summary>A frame that was captured so long after the epoch.</summary>
    public static CapturedFrame Frame(double second = 0) =>
        new(ArrayPool<byte>.Shared.Rent(16), 16, DateTimeOffset.UnixEpoch.AddSeconds(second));

    public async Task<(StreamRow Row, PullSession Session)> SubmitAsync(Func<StreamSettings, StreamSettings>? settings = null)
    {
        await Store.InitializeAsync(Token);
        await Store.CreateKeyAsync(Rows.Key("acme"), Token);
        var row = Rows.Stream() with
        {
            Settings = new StreamSettings
            {
                AppId = "default",
                EventId = "VIDEOSTREAM",
                StreamType = "NORMAL",
                Url = "rtmp://source.example/live/42",
                TokenId = "u-42",
                ImageTypes = ["QRCODE"],
                ImageCallback = "http://live.example/img",
                AudioTypes = ["DIRTY"],
                AudioCallback = "http://live.example/audio",
                ReturnFinishInfo = true,
                Room = "r42",
                PassThrough = """{"shard":"7"}""",
                Data = """{"streamType":"NORMAL","url":"rtmp://source.example/live/42","tokenId":"u-42"}""",
            },
        };
        row = row with { Settings = settings?.Invoke(row.Settings) ?? row.Settings };
        Assert.Equal(SubmitStatus.Accepted, (await Store.SubmitAsync(row, Token)).Status);
        return (row, _sessions.Create(row));
    }

    public PullSession Again(StreamRow row) => _sessions.Create(row);

    /// <summary>The host of a node that owns the rows of <see cref="SubmitAsync"/>.</summary>
    public StreamHost Host(TimeProvider time, IStore? store = null) => new(
        store ?? Store,
        _sessions,
        Options.Create(new ServerOptions { Node = "node1" }),
        Options.Create(new StreamsOptions()),
        new StreamMetrics(_services.GetRequiredService<IMeterFactory>()),
        time,
        NullLogger<StreamHost>.Instance);

    public async Task CloseAsync(StreamRow row, PullSession session)
    {
        var result = await Store.CloseAsync(row.Id, row.Tenant, EndReason.ClosedByClient, TimeProvider.System.GetUtcNow(), Token);
        Assert.Equal(CloseDecision.Accepted, result.Decision);
        session.Stop();
    }

    public async Task<StreamRow> RowAsync(StreamRow row) => (await Store.FindStreamAsync(row.Id, Token))!;

    /// <summary>Every callback that is owed, in the order in which it may be attempted; each is delivered by being read.</summary>
    public async Task<IReadOnlyList<Callback>> DeliverAsync()
    {
        var delivered = new List<Callback>();
        while (await Store.ListDueAsync(DateTimeOffset.MaxValue.AddDays(-1), 1000, [], Token) is { Count: > 0 } due)
        {
            delivered.AddRange(due.Select(row => CallbackReader.Read(row.Body)));
            await Store.CompleteAsync([.. due.Select(row => new CallbackOutcome(row.Id, CallbackState.Delivered, 1, row.DueAt, null))], Token);
        }

        return delivered;
    }

    /// <summary>Completes once for each segment that is listened to.</summary>
    public Task ListenedAsync() => _listened.WaitAsync(Token);

    /// <summary>What a callback links to.</summary>
    public byte[] Evidence(string url) => File.ReadAllBytes(Path.Join(_folder.FullName, new Uri(url).AbsolutePath));

    /// <summary>Completes when so many callbacks are owed.</summary>
    public async Task SettledAsync(int owed)
    {
        while ((await Store.CountAsync(null, Token)).Pending < owed)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    async Task<PullEnd> IPuller.PullAsync(PullRequest request, IMediaSink sink, CancellationToken stop)
    {
        Attempts++;
        return await Source(sink, stop);
    }

    async ValueTask<JudgedFrame?> IFrameJudge.JudgeAsync(
        Func<ReadOnlyMemory<byte>?> frame,
        FrameWants wants,
        CancellationToken cancellationToken) =>
        frame() is null ? null : new JudgedFrame(await Judge(cancellationToken), PictureHash);

    Task<bool> ISoundJudge.HasVoiceAsync(ReadOnlySequence<byte> pcm, CancellationToken cancellationToken)
    {
        _listened.Release();
        return Task.FromResult(Voice(pcm.ToArray()));
    }

    Task<IReadOnlyList<Finding>> ISoundJudge.DetectAsync(
        ReadOnlySequence<byte> pcm, IReadOnlyList<string> riskTypes, IReadOnlyList<string> businessTypes, CancellationToken cancellationToken) =>
        Task.FromResult(Sounds);

    public async ValueTask DisposeAsync()
    {
        Lists.Dispose();
        await Store.DisposeAsync();
        await _services.DisposeAsync();
        _listened.Dispose();
        _folder.Delete(recursive: true);
    }
}
