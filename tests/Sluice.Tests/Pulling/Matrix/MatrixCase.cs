using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;
using Sluice.Tests.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Matrix;

/// <summary>One programme over one transport: what was pulled of it.</summary>
internal sealed class MatrixCase(Transport transport, Programme programme, string url, Func<DateTimeOffset> began)
{
    public const int Slot = 3;

    private readonly PullRequest _request = new($"{transport} {programme.Name}", url, Slot, true);

    public string Name { get; } = NameOf(transport, programme.Name);

    public RecordingSink Sink { get; } = new();

    public SamplingMode Mode => _request.Sampling.Mode;

    public PullEnd? End { get; private set; }

    /// <summary>The frames: the second of the programme that each shows.</summary>
    public IReadOnlyList<double> Told { get; private set; } = [];

    /// <summary>How much later than it was shown each was captured, in seconds.</summary>
    public IReadOnlyList<double> Late { get; private set; } = [];

    /// <summary>How long each took from the wire to the sink, in seconds.</summary>
    public IReadOnlyList<double> Lag { get; private set; } = [];

    public static string NameOf(Transport transport, string programme) => $"{transport} {programme}";

    /// <summary>Pulls until the programme is at a second; stopped, not left to end, since an end is another matter.</summary>
    public async Task RunAsync(FfmpegPuller puller, int seconds, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pull = puller.PullAsync(_request, Sink, stop.Token);
        await Task.WhenAny(pull, ReachesAsync(seconds, stop.Token));
        await stop.CancelAsync();
        End = await pull;

        Told = [.. Sink.Frames.Select(f => ToldTime.OfLongFrame(f.Jpeg))];
        Late = [.. Sink.Frames.Zip(Told, (f, told) => (f.CapturedAt - began()).TotalSeconds - programme.Shown(told))];
        Lag = [.. Sink.FrameArrivals.Zip(Told, (at, told) => (at - began()).TotalSeconds - programme.Sent(told))];
    }

    private async Task ReachesAsync(int seconds, CancellationToken cancellationToken)
    {
        await Sink.FirstFrame.WaitAsync(cancellationToken);
        await Sink.FrameAtAsync(began().AddSeconds(seconds)).WaitAsync(cancellationToken);
    }

    public override string ToString() =>
        $"{Name,-14} {Mode,-20} {End!.Detail} {string.Join(" ", Told.Select((t, i) => $"{t:0.00}{Late[i]:+0.00;-0.00}/{Lag[i]:0.00}"))}";
}
