using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;

namespace Sluice.Tests.Detection.Sound;

/// <summary>A detector of sound that does what the test says.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that nobody waits on by handle holds nothing.")]
internal sealed class ScriptedSound(string name, string riskType, Func<Waveform, CancellationToken, Task<IReadOnlyList<Finding>>> script) : ISoundDetector
{
    private readonly SemaphoreSlim _called = new(0);
    private int _calls;

    public string Name => name;

    public IReadOnlySet<string> RiskTypes { get; } = FrozenSet.Create(riskType);

    public IReadOnlySet<string> BusinessTypes { get; } = FrozenSet<string>.Empty;

    public TimeSpan? Patience { get; init; }

    public int Calls => Volatile.Read(ref _calls);

    public static ScriptedSound Hearing(string name, string riskType) =>
        new(name, riskType, (_, _) => Task.FromResult<IReadOnlyList<Finding>>([new Finding(name, name, 1)]));

    public async Task CalledAsync() =>
        Assert.True(await _called.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "It was not called.");

    public Task<IReadOnlyList<Finding>> DetectAsync(Waveform sound, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        _called.Release();
        return script(sound, cancellationToken);
    }
}
