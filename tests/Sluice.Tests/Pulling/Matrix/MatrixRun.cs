using Sluice.Server.Pulling.Sampling;
using Sluice.SystemTests.Sources;
using Sluice.Tests.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Matrix;

/// <summary>Pulls every programme over every transport, all at the same time.</summary>
public sealed class MatrixRun : IAsyncLifetime
{
    /// <summary>The programme whose keyframes become rare.</summary>
    public const string Rare = "rare";

    private const int Length = 58;

    /// <summary>Programmes of which keyframes alone fill every slot in time.</summary>
    public static readonly IReadOnlyList<string> KeyframesDo = ["g2", "mute"];

    public static readonly TheoryData<Transport, string> Steady = new(
        from transport in Enum.GetValues<Transport>()
        from programme in new[] { "g2", "g2b", "g10", "g10b", "mute" }
        select (transport, programme));

    private readonly SourceMedia _media = new();
    private readonly NginxServer _nginx = new();
    private readonly Dictionary<string, MatrixCase> _cases = [];

    /// <summary>The share of the time in which the machine had no time for what was due.</summary>
    public double Stalled { get; private set; }

    internal MatrixCase this[Transport transport, string programme] => _cases[MatrixCase.NameOf(transport, programme)];

    public async ValueTask InitializeAsync()
    {
        await _nginx.InitializeAsync();
        await Programme.MakeWholeAsync(_media, Length);
        var programmes = await Task.WhenAll(
            Programme.MakeAsync(_media, "g2", "gte(t,n_forced*2)", 0, true),
            Programme.MakeAsync(_media, "g2b", "gte(t,n_forced*2)", 3, true),
            Programme.MakeAsync(_media, "g10", "gte(t,n_forced*10)", 0, true),
            Programme.MakeAsync(_media, "g10b", "gte(t,n_forced*10)", 3, true),
            Programme.MakeAsync(_media, "mute", "gte(t,n_forced*2)", 0, false),
            Programme.MakeAsync(_media, Rare, $"if(lte(t,{Programme.BecomesRare}),gte(t,n_forced*2),gte(t,prev_forced_t+{Programme.RareGop}))", 0, true));

        using var bench = new PullerBench();
        await using var stalls = new StallMeter();
        await Task.WhenAll(programmes.Select(programme => PlayAsync(bench, stalls, programme)));
        Stalled = stalls.Share;
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        await _media.DisposeAsync();
    }

    private async Task PlayAsync(PullerBench bench, StallMeter stalls, Programme programme)
    {
        await using var publisher = await Publisher.StartAsync(_nginx, programme);
        await using var flv = new LiveFlvSource(programme.Flv);
        await Task.WhenAll(Enum.GetValues<Transport>().Select(async transport =>
        {
            var isFlv = transport == Transport.HttpFlv;
            var url = isFlv ? flv.Url : await publisher.UrlAsync(transport);
            var mode = programme.Name == Rare ? SamplingMode.Keyframes : SamplingMode.AllButBidirectional;
            var one = new MatrixCase(transport, programme, url, () => isFlv ? flv.Began : publisher.Began, mode);
            lock (_cases)
                _cases.Add(one.Name, one);
            await one.RunAsync(bench.Puller, stalls, TestContext.Current.CancellationToken);
        }));
    }
}
