using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;
using Sluice.Tests.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Matrix;

/// <summary>One programme over one transport: what was pulled of it.</summary>
internal sealed class MatrixCase
{
    public const int Slot = 3;

    private const int Until = 36;
    private const int Latest = 51;

    private readonly Programme _programme;
    private readonly Func<DateTimeOffset> _began;
    private readonly PullRequest _request;

    /// <param name="transport">How it comes.</param>
    /// <param name="programme">What.</param>
    /// <param name="url">From where.</param>
    /// <param name="began">When it was at its timestamp 0.</param>
    /// <param name="mode">What is decoded at first.</param>
    public MatrixCase(Transport transport, Programme programme, string url, Func<DateTimeOffset> began, SamplingMode mode)
    {
        (_programme, _began, Name) = (programme, began, NameOf(transport, programme.Name));
        _request = new PullRequest(Name, url, Slot, true);
        if (mode == SamplingMode.Keyframes)
            _request.Sampling.OnKeyframesDo();
    }

    public string Name { get; }

    public RecordingSink Sink { get; } = new();

    public SamplingMode Mode => _request.Sampling.Mode;

    public PullEnd? End { get; private set; }

    /// <summary>The frames: the second of the programme that each shows.</summary>
    public IReadOnlyList<double> Told { get; private set; } = [];

    /// <summary>How much later than it was shown each was captured, in seconds.</summary>
    public IReadOnlyList<double> Late { get; private set; } = [];

    /// <summary>How long each took from the wire to the sink, in seconds.</summary>
    public IReadOnlyList<double> Lag { get; private set; } = [];

    /// <summary>For how long of that the machine had no time for such work.</summary>
    public IReadOnlyList<double> Stalled { get; private set; } = [];

    public static string NameOf(Transport transport, string programme) => $"{transport} {programme}";

    /// <summary>
    /// Pulls until the programme is at a second. On a busy machine the turn to try keyframes alone may come some seconds later. Stopped,
    /// not left to end, since an end is another matter.
    /// </summary>
    public async Task RunAsync(FfmpegPuller puller, StallMeter stalls, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pull = puller.PullAsync(_request, Sink, stop.Token);
        await Task.WhenAny(pull, ReachesAsync(stop.Token));
        await stop.CancelAsync();
        End = await pull;

        Told = [.. Sink.Frames.Select(f => ToldTime.OfFrame(f.Jpeg))];
        Late = [.. Sink.Frames.Zip(Told, (f, told) => (f.CapturedAt - _began()).TotalSeconds - _programme.Shown(told))];
        Lag = [.. Sink.FrameArrivals.Zip(Told, (at, told) => (at - _began()).TotalSeconds - _programme.Sent(told))];
        Stalled = [.. Sink.FrameArrivals.Zip(Lag, (at, lag) => stalls.Worst(at.AddSeconds(-lag), at))];
    }

    private async Task ReachesAsync(CancellationToken cancellationToken)
    {
        await Sink.FirstFrame.WaitAsync(cancellationToken);
        var wants = MatrixRun.KeyframesDo.Contains(_programme.Name) ? SamplingMode.Keyframes : SamplingMode.AllButBidirectional;
        for (var seconds = Until; seconds == Until || (Mode != wants && seconds <= Latest); seconds += Slot)
            await Sink.FrameAtAsync(_began().AddSeconds(seconds)).WaitAsync(cancellationToken);
    }

    public override string ToString() =>
        $"{Name,-14} {Mode,-20} {End!.Detail} {string.Join(" ", Told.Select((t, i) => $"{t:0.00}{Late[i]:+0.00;-0.00}/{Lag[i]:0.00}{(Stalled[i] > 0 ? $"({Stalled[i]:0.00})" : "")}"))}";
}
