using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Threading.Channels;
using Sluice.Server.Detection;

namespace Sluice.Tests.Detection;

/// <summary>A detector that does what the test says, and tells when it was called and with what.</summary>
internal sealed class ScriptedDetector(
    string name,
    string riskType,
    Func<IReadOnlyList<Picture>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<Finding>>>> script) : IDetector
{
    private readonly Channel<int> _calls = Channel.CreateBounded<int>(100);

    public string Name => name;

    public IReadOnlySet<string> RiskTypes { get; } = FrozenSet.Create(riskType);

    public IReadOnlySet<string> BusinessTypes { get; } = FrozenSet.Create(riskType + "_BUSINESS");

    public TimeSpan? Patience { get; init; }

    /// <summary>How many pictures each call had.</summary>
    public ConcurrentQueue<int> Batches { get; } = [];

    /// <summary>One finding of its name for each picture.</summary>
    public static ScriptedDetector Seeing(string name, string riskType) =>
        new(name, riskType, (pictures, _) => Task.FromResult(See(name, pictures)));

    /// <summary>Waits for the gate whatever becomes of its token, then sees.</summary>
    public static ScriptedDetector Gated(string name, string riskType, Task gate) => new(name, riskType, async (pictures, _) =>
    {
        await gate;
        return See(name, pictures);
    });

    public static IReadOnlyList<IReadOnlyList<Finding>> See(string name, IReadOnlyList<Picture> pictures) =>
        [.. pictures.Select(picture => new[] { new Finding(name, name, 1.0) { Content = $"{picture.Width}" } })];

    public async Task CalledAsync() => await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(
        IReadOnlyList<Picture> pictures,
        CancellationToken cancellationToken)
    {
        Batches.Enqueue(pictures.Count);
        Assert.True(_calls.Writer.TryWrite(pictures.Count));
        return await script(pictures, cancellationToken);
    }
}
