using Microsoft.Extensions.Options;

namespace Sluice.Server.Pulling.Children;

/// <summary>Finds how ffmpeg children are confined on this machine: the strongest way under which ffmpeg runs.</summary>
/// <param name="options">The program, the mode and the limits.</param>
/// <param name="dataFolder">What no child may see.</param>
/// <param name="time">The clock.</param>
internal sealed class Sandbox(IOptions<PullOptions> options, string dataFolder, TimeProvider time)
{
    // A machine that is busy, as after a restart, must not make decoders less confined: what does not work fails at once.
    private static readonly TimeSpan TrialTime = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task<Confinement?>? _found;

    /// <summary>
    /// Tries each on a harmless run of ffmpeg; null: none of those that the setting allows works. What was found once is what it is.
    /// </summary>
    /// <param name="spawner">Starts the trials, if nobody has asked before.</param>
    public Task<Confinement?> FindAsync(ChildSpawner spawner)
    {
        lock (_lock)
            return _found ??= TryAllAsync(spawner);
    }

    private async Task<Confinement?> TryAllAsync(ChildSpawner spawner)
    {
        if (ChildSpawner.FindProgram(options.Value.FfmpegPath) is not { } program)
            return Confinement.None;

        var memory = (long)options.Value.ChildMemory << 20;
        var tools = ConfinementTools.Find();
        foreach (var confinement in ConfinementList.Of(options.Value.Sandbox, tools, () => BwrapView.Of(program, dataFolder), memory))
        {
            if (confinement.Mode == SandboxMode.None || await WorksAsync(spawner, program, confinement))
                return confinement;
        }

        return null;
    }

    private async Task<bool> WorksAsync(ChildSpawner spawner, string program, Confinement confinement)
    {
        try
        {
            await using var child = await spawner.SpawnAsync(confinement, program, ["-version"]);
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
