namespace Sluice.Server.Verdicts;

/// <summary>What findings mean.</summary>
internal sealed class VerdictOptions
{
    public const string Section = "Sluice:Verdicts";

    /// <summary>
    /// The policy's file, in the data folder unless its path is rooted. Default: <c>policy.json</c> where there is one, else the policy that
    /// is built in.
    /// </summary>
    public string? PolicyFile { get; set; }
}
