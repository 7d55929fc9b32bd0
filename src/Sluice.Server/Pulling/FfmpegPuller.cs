using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Children;
using Sluice.Server.Pulling.Gate;
using Sluice.Server.Pulling.Playlists;
using Sluice.Server.Pulling.Sampling;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Server.Pulling;

/// <summary>Pulls with ffmpeg: one child for each attempt, its network through the gate, its media as NUT on its standard output.</summary>
internal sealed partial class FfmpegPuller : IPuller, IDisposable
{
    // Heaps for many threads are of no use to a child with few, and cost memory.
    private const string OneArena = "MALLOC_ARENA_MAX=1";

    // ffmpeg says what it is before it opens its source. One that has said nothing by then is stuck: others do not wait for it.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);

    private static readonly PullEnd NotPullable =
        new(PullCause.CannotOpen, "the address is none that can be pulled", false) { IsFinal = true };

    private readonly PullOptions _options;
    private readonly EgressGate _gate;
    private readonly PullMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<FfmpegPuller> _logger;
    private readonly ChildSpawner _spawner;
    private readonly StartPlaces _starts;
    private readonly Task<Confinement?> _confinement;
    private readonly ProgramHelp _help;

    public FfmpegPuller(
        IOptions<PullOptions> options,
        Sandbox sandbox,
        ProgramHelp help,
        EgressGate gate,
        PullMetrics metrics,
        TimeProvider time,
        ILogger<FfmpegPuller> logger)
    {
        _options = options.Value;
        _gate = gate;
        _spawner = new ChildSpawner(gate.Network);
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _starts = new StartPlaces(_options.ConcurrentStarts, time);
        metrics.Follow(_starts);
        _help = help;
        _confinement = ConfineAsync(sandbox);
    }

    /// <inheritdoc/>
    public async Task<PullEnd> PullAsync(PullRequest request, IMediaSink sink, CancellationToken stop)
    {
        var end = FfmpegArguments.KindOf(request.Url) is { } kind
            ? await PullAsync(request, kind, sink, stop)
            : NotPullable;
        _metrics.OnAttemptEnded(end.Cause);
        return end;
    }

    /// <summary>Ends the children that are left.</summary>
    public void Dispose() => _spawner.Dispose();

    private async Task<PullEnd> PullAsync(PullRequest request, SourceKind kind, IMediaSink sink, CancellationToken stop)
    {
        using var pull = new SampledPull(
            request, sink, (join, lane, cut) => LookAndPullAsync(request, kind, join, lane, cut), _options, _starts, _metrics, _time);
        return await pull.RunAsync(stop);
    }

    private async Task<PullEnd> LookAndPullAsync(PullRequest request, SourceKind kind, MediaJoin join, MediaLane lane, CancellationToken stop)
    {
        var end = await PullAsync(request, kind, join, lane, stop);
        return end.IsShortLook ? await PullAsync(request, kind, join, lane, stop) : end;
    }

    private async Task<PullEnd> PullAsync(PullRequest request, SourceKind kind, MediaJoin join, MediaLane lane, CancellationToken stop)
    {
        var knewNoVideo = request.Sampling.HasNoVideo;
        var end = await PullOnceAsync(request, kind, join, lane, stop);

        // It was ffmpeg that failed, not the source.
        return request.Sampling.HasNoVideo && !knewNoVideo && !stop.IsCancellationRequested
            ? await PullOnceAsync(request, kind, join, lane, stop)
            : end;
    }

    private async Task<PullEnd> PullOnceAsync(PullRequest request, SourceKind kind, MediaJoin join, MediaLane lane, CancellationToken stop)
    {
        await using var lease = TryOpen(request, kind);
        if (lease is null)
            return NotPullable;

        // Whatever the pull is at, its connections close at once.
        using var closing = stop.UnsafeRegister(static l => ((GateLease)l!).Close(), lease);
        var rendition = kind == SourceKind.Hls ? await PlaylistReader.ChooseAsync(lease, request.Url, _options.StallTimeout, _time) : null;
        if (lease.Refusal is { } refusal)
            return Refused(refusal, hadFrames: false);

        Confinement? confinement;
        StartPlace place;
        try
        {
            confinement = await _confinement.WaitAsync(stop);
            place = await _starts.EnterAsync(lane.IsTrial, stop);
        }
        catch (OperationCanceledException)
        {
            return new PullEnd(PullCause.Stopped, "stopped", false);
        }

        try
        {
            var isWhole = rendition is null || (rendition.HasSoundApart && request.WantsAudio);
            var url = isWhole ? lease.Url : rendition!.Url.AbsoluteUri;
            var program = isWhole ? rendition?.Program : null;
            if (confinement is null)
                throw new ChildStartException(_spawner.IsEnding ? "The server is stopping." : $"The sandbox that {PullOptions.Section}:Sandbox asks for does not work here.");
            var isPicky = kind == SourceKind.Hls && await _help.IsPickyAsync(_spawner, confinement);
            var arguments = FfmpegArguments.Build(request, lane, kind, url, program, lease.TcUrl, _options.StallTimeout, isPicky);
            var began = _time.GetTimestamp();
            await using var child = await _spawner.SpawnAsync(confinement, _options.FfmpegPath, arguments, [.. lease.Environment, OneArena]);
            return await RunAsync(request, kind, join, lane, lease, child, () => OnStarted(place, began), stop);
        }
        catch (ChildStartException e)
        {
            LogNotStarted(request.StreamId, e.Message);
            return new PullEnd(PullCause.CannotOpen, "ffmpeg could not be started", false);
        }
        finally
        {
            place.Release();
        }
    }

    private async Task<Confinement?> ConfineAsync(Sandbox sandbox)
    {
        var confinement = await sandbox.FindAsync(_spawner, _options.FfmpegPath, "-version");
        if (_spawner.IsEnding)
            return null; // What a server that ends has found says nothing of this machine.
        if (confinement is null)
            LogNoSandbox(_options.Sandbox);
        else if (confinement.KeepsRights)
            LogNotConfined(confinement.Description, _gate.Network.Description);
        else
            LogConfined(confinement.Description, _gate.Network.Description);
        return confinement;
    }

    private GateLease? TryOpen(PullRequest request, SourceKind kind)
    {
        try
        {
            return _gate.Open(request.StreamId, request.Url, kind);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // An address may be well formed and yet name no host, such as one that has no form in IDN.
            return null;
        }
    }

    private async Task<PullEnd> RunAsync(
        PullRequest request,
        SourceKind kind,
        MediaJoin join,
        MediaLane lane,
        GateLease lease,
        Child child,
        Action started,
        CancellationToken stop)
    {
        long toldToStop = 0;
        using var kill = stop.Register(() =>
        {
            toldToStop = _time.GetTimestamp();
            lease.Close();
            child.Kill();
        });
        using var refused = lease.Refused.Register(child.Kill);
        _metrics.OnChildStarted();
        LogStarted(request.StreamId, child.Pid, lane.Mode);
        try
        {
            using var attempt = new PullAttempt(request, kind, join, lane, child, lease, _options, _metrics, _time);
            var running = attempt.RunAsync(stop);
            await attempt.Alive.WaitAsync(LongestStart, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
                started();

            var end = Judge(await running, lease);
            lease.Close();
            await child.DisposeAsync();
            LogEnded(request.StreamId, child.Pid, end.Cause, end.Detail);
            if (end.Cause is not (PullCause.Stopped or PullCause.SourceEnded))
                LogComplaints(request.StreamId, attempt.Complaints);
            return end;
        }
        finally
        {
            _metrics.OnChildEnded();
            if (toldToStop != 0)
                _metrics.OnStopped(_time.GetElapsedTime(toldToStop));
        }
    }

    private void OnStarted(StartPlace place, long began)
    {
        place.OnStarted(began);
        _metrics.OnStarted(_time.GetElapsedTime(began));
    }

    private static PullEnd Refused(string refusal, bool hadFrames) => new(PullCause.CannotOpen, refusal, hadFrames) { IsFinal = true };

    // The gate knows what ffmpeg saw only as a proxy's answer, or as a connection that closed.
    private static PullEnd Judge(PullEnd end, GateLease lease)
    {
        if (end.Cause == PullCause.Stopped)
            return end;

        if (lease.Refusal is { } refusal)
            return Refused(refusal, end.HadFrames);

        return !end.HadFrames && lease.Unreachable is { } reason ? new PullEnd(PullCause.CannotOpen, reason, false) : end;
    }
}
