namespace Sluice.Server.Children;

/// <summary>What this machine has to confine a child with.</summary>
/// <param name="Bwrap">Full path of bubblewrap; null: it is not installed.</param>
/// <param name="Setpriv">Full path of util-linux's setpriv.</param>
/// <param name="Prlimit">Full path of util-linux's prlimit.</param>
/// <param name="IsRoot">The server may become another user.</param>
internal sealed record ConfinementTools(string? Bwrap, string? Setpriv, string? Prlimit, bool IsRoot)
{
    public static ConfinementTools Find() => new(
        ChildSpawner.FindProgram("bwrap"),
        ChildSpawner.FindProgram("setpriv"),
        ChildSpawner.FindProgram("prlimit"),
        Environment.IsPrivilegedProcess);
}
