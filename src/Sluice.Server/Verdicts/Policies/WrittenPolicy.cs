namespace Sluice.Server.Verdicts.Policies;

/// <summary>A policy as it is written. Never changes.</summary>
/// <param name="Risks">Rules of risk types.</param>
/// <param name="Business">Rules of business types.</param>
internal sealed record WrittenPolicy(WrittenRules Risks, WrittenRules Business)
{
    public static WrittenPolicy Empty { get; } = new(WrittenRules.Empty, WrittenRules.Empty);

    public WrittenPolicy With(PolicyPart part) => new(Risks.With(part.Risks, part.Origin), Business.With(part.Business, part.Origin));
}
