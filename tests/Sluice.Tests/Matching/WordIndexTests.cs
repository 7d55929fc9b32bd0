using Sluice.Server.Detection;
using Sluice.Server.Matching;

namespace Sluice.Tests.Matching;

public sealed class WordIndexTests
{
    [Theory]
    [InlineData("casino", "Best CASINO in town", 5, 11)]
    [InlineData("casino", "ｃａｓｉｎｏ", 0, 6)]
    [InlineData("casino", "c a s i n o", 0, 11)]
    [InlineData("casino", "c.a.s.i.n.o", 0, 11)]
    [InlineData("casino", "ca$ino", 0, 6)]
    [InlineData("casino", "cas1no", 0, 6)]
    [InlineData("casino", "саsinо", 0, 6)]
    [InlineData("casino", "cas\u200bino", 0, 7)]
    [InlineData("casino", "caaaasino", 0, 9)]
    [InlineData("casino", "🅒🅐🅢🅘🅝🅞", 0, 6)]
    [InlineData("casino", "𝐜𝐚𝐬𝐢𝐧𝐨", 0, 6)]
    [InlineData("all in", "go ALL-IN now", 3, 9)]
    [InlineData("kill", "ki11", 0, 4)]
    [InlineData("asshole", "what an assshole", 8, 16)]
    [InlineData("asshole", "a s s h o l e", 0, 13)]
    [InlineData("kill", "kiiilll", 0, 7)]
    [InlineData("casino", "buy a c a s i n o now", 6, 17)]
    [InlineData("casino", "c|a|s|i|n|o", 0, 11)]
    [InlineData("casino", "Q c a s i n o & A", 2, 13)]
    [InlineData("casino", "the U.S. c.a.s.i.n.o team", 9, 20)]
    [InlineData("kill", "c11ck or k1!l", 9, 13)]
    [InlineData("click", "c11ck or k1!l", 0, 5)]
    [InlineData("idiot", "you !d!ot", 4, 9)]
    [InlineData("heroin", "her0!n", 0, 6)]
    [InlineData("marijuana", "mar1juan@", 0, 9)]
    [InlineData("sale", "for $4le", 4, 8)]
    [InlineData("casino", "ask @casino", 5, 11)]
    [InlineData("free money", "freemoney", 0, 9)]
    [InlineData("free money", "f r e e m o n e y", 0, 17)]
    [InlineData("xxx", "xxxxx", 0, 5)]
    [InlineData("casino", "😀 𝐜\u200b🅐sino", 2, 9)]
    [InlineData("百家乐", "来玩百家樂吧", 2, 5)]
    [InlineData("百家乐", "百 家·乐", 0, 5)]
    [InlineData("百家乐", "百🎲家🎲乐", 0, 5)]
    [InlineData("قمار", "قِمَار", 0, 6)]
    [InlineData("قمار", "قـــمار", 0, 7)]
    [InlineData("قمار", "والقمار حرام", 3, 7)]
    public void A_word_is_found_however_it_is_written_and_where_it_stands(string word, string text, int from, int to)
    {
        var mode = word[0] is >= 'a' and <= 'z' or > '\u0600' and < '\u0700' ? WordMode.Whole : WordMode.Exact;
        var hit = Assert.Single(Find(text, new WordEntry(word, mode, 7)));

        Assert.Equal(new WordHit(word, 7, new TextSpan(from, to), 1), hit);
    }

    [Theory]
    [InlineData("ass", "the class is full")]
    [InlineData("ass", "as shown")]
    [InlineData("rot", "brother")]
    [InlineData("casino", "casinos")]
    [InlineData("ass", "p a s s")]
    [InlineData("apple", "an @pples")]
    [InlineData("casino", "cassino")]
    [InlineData("good", "god")]
    [InlineData("god", "good")]
    [InlineData("xxx", "the x axis")]
    [InlineData("asshole", "ashole")]
    [InlineData("ass", "b a s s")]
    [InlineData("قمار", "الأقمار")]
    public void A_whole_word_is_not_found_within_another(string word, string text) =>
        Assert.Empty(Find(text, new WordEntry(word, WordMode.Whole, 0)));

    [Theory]
    [InlineData("telegram", "te1egram", 1)]
    [InlineData("telegram", "teleqram", 0.85)]
    [InlineData("telegram", "teegram", 0.85)]
    [InlineData("telegram", "tellegram", 0.85)]
    [InlineData("免费领取红包", "免费颌取红包", 0.85)]
    public void A_fuzzy_word_is_found_with_one_error_in_six(string word, string text, double probability) =>
        Assert.Contains(Find($"join {text} now", new WordEntry(word, WordMode.Fuzzy, 0)), hit => hit.Probability == probability);

    [Theory]
    [InlineData("casino", "casing")]
    [InlineData("telegram", "telemark")]
    [InlineData("百家乐", "百家姓")]
    public void A_fuzzy_word_is_not_found_in_another(string word, string text) =>
        Assert.Empty(Find(text, new WordEntry(word, WordMode.Fuzzy, 0)));

    [Fact]
    public void A_word_of_several_lists_is_found_for_each_and_one_without_letters_for_none() =>
        Assert.Equal(
            [0, 2],
            Find("加 v x 吧", new("加vx", WordMode.Exact, 0), new("  ", WordMode.Exact, 1), new("加VX", WordMode.Exact, 2), new("·-·", WordMode.Exact, 3)).Select(hit => hit.List).Order());

    [Fact]
    public void An_automaton_finds_what_a_naive_search_finds()
    {
        var random = new Random(5);
        var (keys, text) = KeysAndText(random);
        List<(int Key, int From)> found = [];

        new WordAutomaton(keys).Find(text, (key, from, to) =>
        {
            found.Add((key, from));
            return to == from + keys[key].Length;
        });

        var naive = keys.SelectMany((key, i) => Enumerable.Range(0, text.Length - key.Length + 1)
            .Where(from => string.CompareOrdinal(text, from, key, 0, key.Length) == 0).Select(from => (i, from)));
        Assert.Equal(naive.Order(), found.Order());
    }

    [Fact]
    public void An_automaton_finds_in_a_joined_view_what_a_naive_search_finds_there_alone()
    {
        var random = new Random(7);
        var (keys, text) = KeysAndText(random);
        int[] kept = [.. Enumerable.Range(0, text.Length).Where(_ => random.Next(8) > 0)];
        var joined = string.Concat(kept.Select(at => text[at]));
        HashSet<(int Key, int From)> found = [];

        new WordAutomaton(keys).Find(text, kept, (_, _, _) => true, (key, from, to) =>
        {
            found.Add((key, from));
            return to == from + keys[key].Length;
        });

        // What spans a character that is left out, or ends before one.
        bool IsAlone(int from, int length) =>
            kept[from + length - 1] - kept[from] != length - 1 || (from + length < kept.Length ? kept[from + length] : text.Length) != kept[from + length - 1] + 1;
        var naive = keys.SelectMany((key, i) => Enumerable.Range(0, joined.Length - key.Length + 1)
            .Where(from => string.CompareOrdinal(joined, from, key, 0, key.Length) == 0 && IsAlone(from, key.Length)).Select(from => (i, from)));
        Assert.Equal(naive.Order(), found.Order());
    }

    private static (string[] Keys, string Text) KeysAndText(Random random)
    {
        string Letters(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3)))]);
        return ([.. Enumerable.Range(0, 200).Select(_ => Letters(random.Next(1, 7))).Distinct()], Letters(2000));
    }

    private static IReadOnlyList<WordHit> Find(string text, params WordEntry[] entries) => WordIndex.Build(entries).Find(NormalizedText.Of(text));
}
