namespace Sluice.Server.Pulling.Children;

/// <summary>One way to confine a child.</summary>
/// <param name="Mode">Which.</param>
/// <param name="Description">What it does, for operators.</param>
/// <param name="Prefix">The command that runs the child's command, up to where that begins; empty: none.</param>
internal sealed record Confinement(SandboxMode Mode, string Description, IReadOnlyList<string> Prefix)
{
    /// <summary>The child runs as the server does.</summary>
    public static Confinement None { get; } = new(SandboxMode.None, "none: the decoder has the server's rights", []);

    /// <summary>The child dies with the server, however that dies.</summary>
    public bool DiesWithServer => Prefix.Count > 0;
}
