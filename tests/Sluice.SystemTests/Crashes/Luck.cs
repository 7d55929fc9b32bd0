using System.Globalization;

namespace Sluice.SystemTests.Crashes;

/// <summary>Random choices that can be made again: the seed is part of the test's output, and <c>SLUICE_SEED</c> sets it.</summary>
internal sealed class Luck
{
    private readonly Random _random;

    /// <param name="chain">Tells the users of one seed apart.</param>
    public Luck(int chain)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SLUICE_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next(1_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"chain {chain}: SLUICE_SEED={seed}");
        _random = new Random(unchecked((seed * 397) + chain));
    }

    public bool OneIn(int n) => _random.Next(n) == 0;

    public TimeSpan Between(int fromMilliseconds, int toMilliseconds) =>
        TimeSpan.FromMilliseconds(_random.Next(fromMilliseconds, toMilliseconds + 1));
}
