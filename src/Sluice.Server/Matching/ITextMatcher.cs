using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>Finds in a text what somebody may want to know of: contact details, words, what the tenant's own lists hold.</summary>
internal interface ITextMatcher
{
    /// <param name="tenant">Whose lists.</param>
    /// <param name="language">data.lang: <c>zh</c>, <c>en</c> or <c>ar</c>.</param>
    /// <param name="text">As it was read or heard.</param>
    /// <returns>Each with its span, in the order of the text.</returns>
    IReadOnlyList<Finding> Match(string tenant, string language, string text);
}
