using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts.Business;

/// <summary>What findings of one kind are called to whoever asked for one business type.</summary>
/// <param name="Type">As in imgBusinessType. Who did not ask for it never hears of it.</param>
/// <param name="Kind">Of the findings.</param>
/// <param name="Name">Of the findings; null: any.</param>
/// <param name="Label">What they are called.</param>
internal sealed record BusinessRule(string Type, string Kind, string? Name, BusinessName Label)
{
    public bool Matches(Finding finding) => finding.Kind == Kind && (Name is null || finding.Name == Name);
}
