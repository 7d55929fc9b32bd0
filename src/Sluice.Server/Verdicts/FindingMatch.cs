using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Server.Verdicts;

/// <summary>Which findings a rule is about: what is not null must be so. Pure.</summary>
internal readonly record struct FindingMatch
{
    public string? Kind { get; init; }

    public string? Name { get; init; }

    public string? Detector { get; init; }

    /// <summary>What the content of a code is for.</summary>
    public CodePurpose? Says { get; init; }

    public bool Matches(Finding finding) =>
        (Kind is null || finding.Kind == Kind)
        && (Name is null || finding.Name == Name)
        && (Detector is null || finding.Detector == Detector)
        && Says switch
        {
            null => true,
            CodePurpose.Link => CodeMeaning.IsLink(finding),
            CodePurpose.Contact => CodeMeaning.IsContact(finding),
            _ => false,
        };
}
