namespace Sluice.Server.Verdicts.Policies;

/// <summary>What came of reading a policy.</summary>
/// <param name="Set">Null: it has errors.</param>
/// <param name="Errors">Every one, in the order of the text.</param>
internal sealed record PolicyReading(PolicySet? Set, IReadOnlyList<PolicyError> Errors);
