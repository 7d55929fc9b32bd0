namespace Sluice.Server.Children;

/// <summary>Whether a program runs when it is confined: seen by a harmless run of it.</summary>
internal static class ConfinementTrial
{
    // A machine that is busy, as after a restart, must not make children less confined: what does not work fails at once.
    private static readonly TimeSpan TrialTime = TimeSpan.FromMinutes(1);

    /// <param name="spawner">Starts it.</param>
    /// <param name="confinement">What it is to run in.</param>
    /// <param name="program">A path, or a name that is looked up in PATH.</param>
    /// <param name="arguments">With them it ends at once, with exit code 0.</param>
    /// <param name="environment">Added to what every child gets.</param>
    /// <param name="time">The clock.</param>
    public static async Task<bool> WorksAsync(
        ChildSpawner spawner,
        Confinement confinement,
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> environment,
        TimeProvider time)
    {
        try
        {
            await using var child = await spawner.SpawnAsync(confinement, program, arguments, environment);
            using var patience = new CancellationTokenSource(TrialTime, time);
            var buffer = new byte[4096];
            while (await child.ReadOutputAsync(buffer, patience.Token) > 0)
            {
            }

            return await child.Exit.WaitAsync(patience.Token) == 0;
        }
        catch (Exception e) when (e is ChildStartException or OperationCanceledException)
        {
            return false;
        }
    }
}
