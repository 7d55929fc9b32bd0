using Sluice.Server.Detection;
using Sluice.Server.Lists;

namespace Sluice.Server.Verdicts;

/// <summary>Something that was found and is on a list.</summary>
internal sealed record ListedFinding(Finding Finding, ListHit Hit);
