using Microsoft.Extensions.Options;

namespace Sluice.Server.Pulling.Children;

/// <summary>Finds how ffmpeg children are confined on this machine: the strongest way under which ffmpeg runs.</summary>
/// <param name="options">The program, the mode and the limits.</param>
/// <param name="dataFolder">What no child may see.</param>
/// <param name="time">The clock.</param>
internal sealed class Sandbox(IOptions<PullOptions> options, string dataFolder, TimeProvider time)
{
    /// <summary>Tries each on a harmless run of ffmpeg; null: none of those that the setting allows works.</summary>
    public async Task<Confinement?> FindAsync(ChildSpawner spawner)
    {
        if (ChildSpawner.FindProgram(options.Value.FfmpegPath) is not { } program)
            return Confinement.None;

        var memory = (long)options.Value.ChildMemory << 20;
        var tools = ConfinementTools.Find();
        foreach (var confinement in ConfinementList.Of(options.Value.Sandbox, tools, () => BwrapView.Of(program, dataFolder), memory))
        {
            if (confinement.Mode == SandboxMode.None || await ConfinementTrial.WorksAsync(spawner, confinement, program, ["-version"], [], time))
                return confinement;
        }

        return null;
    }
}
