using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>A word that was found in a text.</summary>
/// <param name="Word">As it stands in its list.</param>
/// <param name="List">Of its <see cref="WordEntry"/>.</param>
/// <param name="Span">Where, in code points of the text as it was read.</param>
/// <param name="Probability">1; less where a character is wrong.</param>
internal readonly record struct WordHit(string Word, int List, TextSpan Span, double Probability)
{
    // Without the word: where it stands nearly says it.
    public override int GetHashCode() => HashCode.Combine(List, Span.From, Span.To);
}
