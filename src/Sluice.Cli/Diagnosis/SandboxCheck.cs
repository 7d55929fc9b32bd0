using Sluice.Server.Children;
using Sluice.Server.Pulling;

namespace Sluice.Cli.Diagnosis;

/// <summary>Can decoders be kept from the rest of this machine, and how?</summary>
internal static class SandboxCheck
{
    private const string Name = "sandbox";

    public static async Task<DoctorCheck> RunAsync(string dataFolder)
    {
        using var network = ChildNetwork.Create();
        using var spawner = new ChildSpawner(network);
        var options = new PullOptions();
        var sandbox = new Sandbox(options.Sandbox, options.ChildMemoryBytes, Path.GetFullPath(dataFolder), TimeProvider.System);
        var check = Of(await sandbox.FindAsync(spawner, options.FfmpegPath, "-version") ?? Confinement.None);
        return check with { Detail = $"{check.Detail}; {network.Description}" };
    }

    internal static DoctorCheck Of(Confinement found) => found.Mode switch
    {
        SandboxMode.None => new DoctorCheck(Name, false, $"{found.Description}: install the package util-linux"),
        SandboxMode.Setpriv when found.KeepsRights => new DoctorCheck(Name, false, found.Description),
        SandboxMode.Setpriv => new DoctorCheck(Name, true, $"{found.Description} (stronger with the package bubblewrap, where namespaces are allowed)"),
        _ => new DoctorCheck(Name, true, found.Description),
    };
}
