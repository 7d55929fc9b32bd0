using System.Text;
using Sluice.Server.Matching;

namespace Sluice.Benchmarks.Matching;

/// <summary>Seeded words of three languages, as many as are asked for, and texts that are made of other words of the same letters.</summary>
internal sealed class ManyWords(int seed)
{
    private const string ArabicLetters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";

    private static readonly string[] Syllables =
    [
        "an", "ba", "ca", "con", "de", "der", "di", "en", "er", "es", "fa", "ga", "ing", "in", "ka", "la", "le", "li", "lo", "ma", "men", "mi", "na", "ne", "no", "on",
        "or", "pa", "per", "po", "ra", "re", "ri", "ro", "sa", "se", "si", "so", "sta", "ta", "te", "ter", "ti", "to", "tion", "tra", "un", "ve", "vi", "wa", "y",
    ];

    private static readonly char[] Ideographs = [.. Enumerable.Range(0x4e00, 0x5200).Select(code => (char)code).Where(character => FoldingTable.Fold(character) == character).Where((_, at) => at % 5 == 0)];

    private readonly Random _random = new(seed);

    public HashSet<string> Take(int count)
    {
        HashSet<string> words = new(StringComparer.Ordinal);
        while (words.Count < count)
        {
            words.Add((words.Count % 3) switch { 0 => Chinese(2, 7), 1 => Latin(3, 6), _ => Arabic(4, 9) });
        }

        return words;
    }

    /// <summary>Of a third of each language by bytes of UTF-8, some thousand bytes.</summary>
    public string Text(int bytes)
    {
        var text = new StringBuilder();
        var (chinese, latin, arabic) = (0, 0, 0);
        while (chinese + latin + arabic < bytes)
        {
            if (chinese <= latin && chinese <= arabic)
            {
                chinese += Sentence(text, () => Chinese(1, 4), "", "，", "。", 12);
            }
            else if (latin <= arabic)
            {
                latin += Sentence(text, () => Latin(1, 4), " ", ", ", ". ", 12);
            }
            else
            {
                arabic += Sentence(text, () => Arabic(2, 8), " ", "، ", ". ", 12);
            }
        }

        return text.ToString();
    }

    private int Sentence(StringBuilder text, Func<string> word, string gap, string comma, string end, int words)
    {
        var before = text.Length;
        for (var i = 0; i < words; i++)
        {
            text.Append(_random.Next(30) == 0 ? _random.Next(3000).ToString(System.Globalization.CultureInfo.InvariantCulture) : word())
                .Append(i + 1 == words ? end : _random.Next(5) == 0 ? comma : gap);
        }

        return Encoding.UTF8.GetByteCount(text.ToString(before, text.Length - before));
    }

    private string Chinese(int least, int most) => string.Concat(Enumerable.Range(0, _random.Next(least, most)).Select(_ => Skewed(Ideographs)));

    private string Latin(int least, int most) => string.Concat(Enumerable.Range(0, _random.Next(least, most)).Select(_ => Syllables[_random.Next(Syllables.Length)]));

    private string Arabic(int least, int most) => string.Concat(Enumerable.Range(0, _random.Next(least, most)).Select(_ => ArabicLetters[_random.Next(ArabicLetters.Length)]));

    // Some are used far more often than others.
    private char Skewed(char[] all) => all[(int)(all.Length * Math.Pow(_random.NextDouble(), 2))];
}
