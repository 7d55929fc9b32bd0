namespace Sluice.Server.Matching;

/// <summary>Characters that stand for others: written in their place to dodge a filter, or read in their place by mistake.</summary>
internal static class LookAlikes
{
    // Letters that readers of text on screen take for one another, a group each.
    private static readonly string[] Latin = ["ceo", "oaqd", "iljtf", "rt", "uvn", "nhb", "mn", "sz", "vyw", "gqy"];

    // Arabic letters that differ by their dots.
    private static readonly string[] Arabic = ["بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فقو", "كل", "هم"];

    private static readonly HashSet<(char, char)> Pairs = [.. Latin.Concat(Arabic).SelectMany(group => group.SelectMany(one => group.Select(other => (one, other))))];

    /// <summary>The letter that a digit or sign is written for; the character itself where there is none.</summary>
    public static char LetterOf(char character) => character switch
    {
        '0' => 'o',
        '1' or '|' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => character,
    };

    /// <summary>A reader may take the one for the other. Of Chinese any two: there are too many shapes for a table.</summary>
    public static bool AreAlike(char one, char other)
    {
        var script = Scripts.Of(one);
        return script == Scripts.Of(other) && (script == Script.Other || Pairs.Contains((one, other)));
    }
}
