namespace Sluice.Server.Verdicts.Policies;

/// <summary>Changes that are made for some.</summary>
/// <param name="When">For whom.</param>
/// <param name="Part">Which.</param>
internal sealed record PolicyOverride(PolicyCondition When, PolicyPart Part);
