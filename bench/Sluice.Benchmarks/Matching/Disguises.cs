using System.Text;
using Sluice.Server.Matching;

namespace Sluice.Benchmarks.Matching;

/// <summary>The ways in which people write a word so that a filter does not see it.</summary>
internal static class Disguises
{
    private const string Plain = "as it is";
    private const string Spaced = "spaces between";
    private const string Signs = "signs between";
    private const string Emoji = "emoji between";
    private const string Unseen = "unseen characters";
    private const string Repeated = "letters repeated";
    private const string Marks = "marks upon letters";

    private static readonly string[] Parting = [".", "·", "-", "*", "_", "/", "~", "|", "+", "'", "•"];
    private static readonly string[] Pictures = ["🎲", "❤", "🔥", "😀", "👍🏽", "⭐"];
    private static readonly string[] Hidden = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"];
    private static readonly string[] LatinMarks = ["\u0301", "\u0308", "\u0323", "\u0336"];
    private static readonly string[] ArabicMarks = ["\u064e", "\u064f", "\u0650", "\u0651", "\u0652"];

    private static readonly Dictionary<char, string> Homoglyphs = new()
    {
        ['a'] = "аα",
        ['c'] = "сϲ",
        ['e'] = "еε",
        ['i'] = "іı",
        ['j'] = "ј",
        ['k'] = "к",
        ['o'] = "оο",
        ['p'] = "рρ",
        ['s'] = "ѕ",
        ['t'] = "т",
        ['u'] = "υ",
        ['x'] = "х",
        ['y'] = "у",
        ['n'] = "п",
    };

    private static readonly Dictionary<char, string> Leet = new() { ['a'] = "4@", ['e'] = "3", ['i'] = "1!", ['l'] = "1", ['o'] = "0", ['s'] = "5$", ['t'] = "7" };

    private static readonly Dictionary<char, string> ArabicForms = new() { ['ا'] = "أإآ", ['ي'] = "یى", ['ك'] = "ک", ['ه'] = "ة" };

    private static readonly Lazy<Dictionary<char, string>> Traditional = new(() => Enumerable.Range(0x4e00, 0x9fa6 - 0x4e00).Select(code => (char)code)
        .Where(character => FoldingTable.Fold(character) is var to && to != '\0' && to != character)
        .GroupBy(FoldingTable.Fold).ToDictionary(group => group.Key, group => string.Concat(group)));

    private static readonly Lazy<Dictionary<char, string>> Presented = new(() => Enumerable.Range(0xfe80, 0xfefd - 0xfe80).Select(code => (char)code)
        .GroupBy(FoldingTable.Fold).Where(group => group.Key != '\0').ToDictionary(group => group.Key, group => string.Concat(group)));

    /// <summary>Those that a language knows.</summary>
    public static string[] Of(string language) => language switch
    {
        "zh" => [Plain, Spaced, Signs, Emoji, Unseen, "traditional", "traditional, signs between"],
        "en" => [Plain, "case", Spaced, Signs, Emoji, Unseen, Repeated, Marks, "full width", "letters of other scripts", "digits for letters", "letters in circles", "bold letters"],
        _ => [Plain, "particles", Spaced, Signs, Emoji, Unseen, Repeated, Marks, "drawn out", "other forms", "presentation forms"],
    };

    /// <summary>A word in one of them; null: that changes nothing of it.</summary>
    public static string? Write(string way, string word, Random random) => way switch
    {
        Plain => word,
        Spaced => Between(word, () => " "),
        Signs => Between(word, Always(Parting, random)),
        Emoji => Between(word, Always(Pictures, random)),
        Unseen => Between(word, () => Any(Hidden, random)),
        Repeated => Repeat(word, random),
        Marks => Between(word, () => Any(word[0] < 'z' ? LatinMarks : ArabicMarks, random)),
        "case" => Case(word, random),
        "full width" => string.Concat(word.Select(character => character == ' ' ? '\u3000' : (char)(character + 0xfee0))),
        "letters of other scripts" => Replace(word, Homoglyphs, random, 2),
        "digits for letters" => Replace(word, Leet, random, 2),
        "letters in circles" => string.Concat(word.Select(character => character == ' ' ? " " : ((char)(character - 'a' + 0x24d0)).ToString())),
        "bold letters" => string.Concat(word.Select(character => character == ' ' ? " " : char.ConvertFromUtf32(character - 'a' + 0x1d41a))),
        "traditional" => Replace(word, Traditional.Value, random, word.Length),
        "traditional, signs between" => Replace(word, Traditional.Value, random, word.Length) is { } written ? Between(written, Always(Parting, random)) : null,
        "particles" => Any(["ال", "وال", "بال", "و"], random) + word,
        "drawn out" => Between(word, () => new string('ـ', random.Next(1, 4))),
        "other forms" => Replace(word, ArabicForms, random, word.Length),
        "presentation forms" => Replace(word, Presented.Value, random, word.Length),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, null),
    };

    // People take one thing and stay with it.
    private static Func<string> Always(string[] all, Random random)
    {
        var one = Any(all, random);
        return () => one;
    }

    private static string Any(string[] all, Random random) => all[random.Next(all.Length)];

    private static string Between(string word, Func<string> between)
    {
        var written = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            written.Append(word[i]);
            if (i + 1 < word.Length && word[i] != ' ' && word[i + 1] != ' ')
            {
                written.Append(between());
            }
        }

        return written.ToString();
    }

    private static string Repeat(string word, Random random)
    {
        var at = random.Next(word.Length);
        return word[at] == ' ' ? Repeat(word, random) : word[..at] + new string(word[at], random.Next(3, 6)) + word[(at + 1)..];
    }

    private static string Case(string word, Random random) => string.Concat(word.Select(character => random.Next(2) == 0 ? char.ToUpperInvariant(character) : character));

    private static string? Replace(string word, Dictionary<char, string> with, Random random, int most)
    {
        int[] places = [.. Enumerable.Range(0, word.Length).Where(at => with.ContainsKey(word[at])).OrderBy(_ => random.Next()).Take(most)];
        var written = word.ToCharArray();
        foreach (var at in places)
        {
            var choices = with[word[at]];
            written[at] = choices[random.Next(choices.Length)];
        }

        return places.Length == 0 ? null : new string(written);
    }
}
