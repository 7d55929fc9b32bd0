using Sluice.Server.Verdicts.Policies;

namespace Sluice.Cli.Policies;

/// <summary>A policy as it was found.</summary>
/// <param name="File">Null: nobody wrote one.</param>
/// <param name="Set">Null: it has errors.</param>
/// <param name="Errors">Every one, with its file, line and place.</param>
internal sealed record LoadedPolicy(string? File, PolicySet? Set, IReadOnlyList<string> Errors)
{
    /// <summary>Of one without errors: what it is, in a line.</summary>
    public string Summary =>
        $"{File ?? "the policy built in"}: version {Set!.Version}, {Set.Base.Risks.InForce.Count()} rules of risks, "
        + $"{Set.Base.Business.InForce.Count()} of business labels, {Set.Overrides.Count} overrides";
}
