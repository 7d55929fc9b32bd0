using System.Text;
using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>
/// The words that come with the server, a list for each of a few meanings: small, and neutral. What a platform does not want is for it to
/// say, with lists of its own.
/// </summary>
internal sealed class BuiltInWords
{
    private const string Prefix = "Sluice.Server.Matching.Words.";

    private readonly WordIndex _index;
    private readonly string[] _lists;

    private BuiltInWords(string[] lists, WordIndex index) => (_lists, _index) = (lists, index);

    public static BuiltInWords Default { get; } = Load();

    /// <summary>Their names: what a finding's name is.</summary>
    public IReadOnlyList<string> Lists => _lists;

    public IEnumerable<Finding> Find(NormalizedText text, CodePoints quotes) => _index.Find(text).Select(hit => new Finding("words", FindingKinds.Word, hit.Probability)
    {
        Name = _lists[hit.List],
        Content = quotes.Slice(hit.Span),
        Span = hit.Span,
    });

    private static BuiltInWords Load()
    {
        var assembly = typeof(BuiltInWords).Assembly;
        string[] resources = [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        List<WordEntry> entries = [];
        for (var list = 0; list < resources.Length; list++)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resources[list])!, Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                if (line.Length > 0 && line[0] != '#')
                {
                    entries.Add(new WordEntry(line, ModeOf(line), list));
                }
            }
        }

        return new BuiltInWords([.. resources.Select(name => name[Prefix.Length..^".txt".Length])], WordIndex.Build(entries));
    }

    // Chinese stands anywhere, what is written with spaces is a word of its own.
    private static WordMode ModeOf(string word) => WordIndex.KeyOf(word).Any(character => Scripts.Of(character) == Script.Other) ? WordMode.Exact : WordMode.Whole;
}
