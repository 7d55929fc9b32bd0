using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>
/// Finds what a text gives for reaching somebody or something: phone numbers, mail and web addresses, accounts of messengers, and prices.
/// Every scanner goes once over the text and looks a bounded way around each place.
/// </summary>
internal static class TextPatterns
{
    /// <summary>In <see cref="Finding.Detector"/>.</summary>
    public const string Source = "patterns";

    /// <summary>Of one kind in one text: more say nothing new.</summary>
    public const int MostOfKind = 100;

    /// <summary>All that is found, in the order of the text. What is part of something longer is not told of: the host of a mail address, say.</summary>
    /// <param name="text">The text.</param>
    /// <param name="original">What it was made from: findings quote it.</param>
    public static IReadOnlyList<Finding> Find(NormalizedText text, string original)
    {
        List<FoundPart> parts = [];
        parts.AddRange(MailScanner.Find(text.Characters).Take(MostOfKind));
        parts.AddRange(LinkScanner.Find(text.Characters).Take(MostOfKind));
        parts.AddRange(MessengerScanner.Find(text).Take(MostOfKind));
        parts.AddRange(PriceScanner.Find(text.Characters).Take(MostOfKind));
        parts.AddRange(PhoneScanner.Find(text.Characters).Take(MostOfKind));
        if (parts.Count == 0)
        {
            return [];
        }

        // In the order in which they are told here the first says it best.
        List<FoundPart> kept = [];
        foreach (var part in parts)
        {
            if (!kept.Exists(other => other.From < part.To && part.From < other.To))
            {
                kept.Add(part);
            }
        }

        var quotes = new CodePoints(original);
        return [.. kept.OrderBy(part => part.From).Select(part => ToFinding(part, text.SpanOf(part.From, part.To), quotes))];
    }

    private static Finding ToFinding(FoundPart part, TextSpan span, CodePoints quotes) =>
        new(Source, part.Kind, part.Probability)
        {
            Name = part.Name,
            Content = quotes.Slice(span),
            Span = span,
            IsDoubtful = part.Probability < FoundPart.Sure,
        };
}
