using Sluice.Server.Children;
using Sluice.Server.Pulling;

namespace Sluice.Server.Speech.Workers;

/// <summary>Confines recognisers' processes as decoders are. In bubblewrap they have no network even where the server may make none for them.</summary>
internal static class WorkerSandbox
{
    /// <summary>The strongest confinement under which the program runs.</summary>
    /// <exception cref="SpeechException">None that the setting allows works.</exception>
    public static async Task<Confinement> FindAsync(
        ChildSpawner spawner, WorkerSettings settings, IReadOnlyList<string> folders, TimeProvider time)
    {
        var program = settings.Program;
        foreach (var confinement in ConfinementList.Of(settings.Sandbox, ConfinementTools.Find(), View, settings.Memory))
        {
            if (confinement.Mode == SandboxMode.None ||
                await ConfinementTrial.WorksAsync(
                    spawner, confinement, program.Program, [.. program.Arguments, WorkerProgram.Trial], WorkerProgram.Environment, time))
            {
                return confinement;
            }
        }

        throw new SpeechException(
            SpeechOutcome.Crashed, $"the sandbox {settings.Sandbox} ({PullOptions.Section}:{nameof(PullOptions.Sandbox)}) does not work here");

        // What is shown last is seen even within what is hidden.
        IReadOnlyList<string> View() =>
        [
            .. BwrapView.Of(program.Program, settings.DataFolder),
            .. program.Folders.Concat(folders).Distinct().SelectMany(Shown),

            // The runtime asks there who and where it is; it shows no other process.
            "--proc", "/proc",
            "--unshare-net",
        ];
    }

    private static IEnumerable<string> Shown(string folder)
    {
        // Folders that bubblewrap makes on the way are its user's alone unless it is told.
        Stack<string> above = [];
        for (var at = Path.GetDirectoryName(folder); at is not (null or "/"); at = Path.GetDirectoryName(at))
        {
            above.Push(at);
        }

        return [.. above.SelectMany(parent => new[] { "--perms", "0755", "--dir", parent }), "--ro-bind", folder, folder];
    }
}
