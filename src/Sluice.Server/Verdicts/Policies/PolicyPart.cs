using System.Text.Json.Nodes;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>
/// Changes to a policy, as they are written: what is given takes the place of what was, <c>null</c> takes it away (RFC 7396, JSON merge
/// patch).
/// </summary>
/// <param name="Origin">Where they are written.</param>
/// <param name="Risks">Rules of risk types, by name.</param>
/// <param name="Business">Rules of business types, by name.</param>
internal sealed record PolicyPart(string Origin, JsonObject Risks, JsonObject Business);
