namespace Sluice.SystemTests;

/// <summary>The long form of tests that try their luck: <c>./test --soak</c>.</summary>
internal static class Soak
{
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("SLUICE_SOAK") == "1";

    /// <summary>How many rounds: ten times as many in the long form.</summary>
    public static int Rounds(int plain) => IsWanted ? plain * 10 : plain;
}
