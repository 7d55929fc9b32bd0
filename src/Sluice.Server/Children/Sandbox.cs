using System.Collections.Concurrent;

namespace Sluice.Server.Children;

/// <summary>Finds how children of a program are confined on this machine: the strongest way under which the program runs.</summary>
/// <param name="mode">The ways that are wanted.</param>
/// <param name="memory">Bytes of address space that a child may use.</param>
/// <param name="dataFolder">What no child may see.</param>
/// <param name="time">The clock.</param>
internal sealed class Sandbox(SandboxMode mode, long memory, string dataFolder, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Confinement?>>> _found = new(StringComparer.Ordinal);

    /// <summary>
    /// Tries each on a harmless run of the program; null: none of those that the setting allows works. What was found once is what it is.
    /// </summary>
    /// <param name="spawner">Starts it.</param>
    /// <param name="program">A path, or a name that is looked up in PATH.</param>
    /// <param name="harmless">Arguments with which it does nothing and ends with 0.</param>
    public Task<Confinement?> FindAsync(ChildSpawner spawner, string program, params IReadOnlyList<string> harmless) =>
        _found.GetOrAdd(program, _ => new Lazy<Task<Confinement?>>(() => TryAllAsync(spawner, program, harmless))).Value;

    private async Task<Confinement?> TryAllAsync(ChildSpawner spawner, string program, IReadOnlyList<string> harmless)
    {
        if (ChildSpawner.FindProgram(program) is not { } path)
            return Confinement.None;

        foreach (var confinement in ConfinementList.Of(mode, ConfinementTools.Find(), () => BwrapView.Of(path, dataFolder), memory))
        {
            if (confinement.Mode == SandboxMode.None || await ConfinementTrial.WorksAsync(spawner, confinement, path, harmless, [], time))
                return confinement;
        }

        return null;
    }
}
