using System.Globalization;

namespace Sluice.Tests;

/// <summary>The long form of tests that try their luck: <c>./test --soak</c>.</summary>
internal static class Soak
{
    private static readonly bool IsWanted = Environment.GetEnvironmentVariable("SLUICE_SOAK") == "1";

    /// <summary>How many rounds: ten times as many in the long form.</summary>
    public static int Rounds(int plain) => IsWanted ? plain * 10 : plain;

    /// <summary>A seed for each round, always the same ones; or only the one that SLUICE_SEED names, to see a failure again.</summary>
    public static IEnumerable<int> Seeds(int plain) =>
        int.TryParse(Environment.GetEnvironmentVariable("SLUICE_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? [seed]
            : Enumerable.Range(1, Rounds(plain));
}
