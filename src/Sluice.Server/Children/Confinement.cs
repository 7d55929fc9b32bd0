namespace Sluice.Server.Children;

/// <summary>One way to confine a child.</summary>
/// <param name="Mode">Which.</param>
/// <param name="Description">What it does, for operators.</param>
/// <param name="Prefix">The command that runs the child's command, up to where that begins; empty: none.</param>
internal sealed record Confinement(SandboxMode Mode, string Description, IReadOnlyList<string> Prefix)
{
    /// <summary>The child runs as the server does.</summary>
    public static Confinement None { get; } =
        new(SandboxMode.None, "none: decoders have the server's rights, and may outlive a server that is killed", []) { KeepsRights = true };

    /// <summary>What takes the child over can do what the server can.</summary>
    public bool KeepsRights { get; init; }
}
