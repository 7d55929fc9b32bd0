using Sluice.Server.Detection;
using Sluice.Server.Matching;

namespace Sluice.Server.Lists;

/// <summary>Words on a tenant's lists. Never changes.</summary>
internal sealed class ListedWords
{
    private readonly WordIndex _index;

    // Of each list by its number; null: a white one.
    private readonly ListMeaning?[] _lists;

    public ListedWords(IReadOnlyList<(ListRow List, IReadOnlyList<string> Words)> lists)
    {
        _lists = [.. lists.Select(each => each.List.Settings.Colour == ListColour.White ? null : ListMeaning.Of(each.List))];
        _index = WordIndex.Build(
            [.. lists.SelectMany((each, number) => each.Words.Select(word => new WordEntry(word, each.List.Settings.Mode, number)))]);
    }

    /// <param name="text">What is looked through.</param>
    /// <param name="found">Takes what is on black lists.</param>
    /// <returns>Where words of white lists stand.</returns>
    public IEnumerable<TextSpan> Find(NormalizedText text, List<Finding> found)
    {
        if (_lists.Length == 0)
        {
            return [];
        }

        var white = new List<TextSpan>();
        foreach (var hit in _index.Find(text))
        {
            if (_lists[hit.List] is not { } list)
            {
                white.Add(hit.Span);
                continue;
            }

            found.Add(new Finding(TenantLists.Detector, FindingKinds.ListedWord, hit.Probability)
            {
                Name = list.Name,
                Content = hit.Word,
                Span = hit.Span,
                Lists = [new ListHit(list, hit.Word)],
            });
        }

        return white;
    }
}
