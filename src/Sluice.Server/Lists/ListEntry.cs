using System.Globalization;
using System.Numerics;
using Sluice.Server.Detection.Codes;
using Sluice.Server.Matching;

namespace Sluice.Server.Lists;

/// <summary>Entries in the one spelling in which they are kept.</summary>
internal static class ListEntry
{
    /// <summary>Digits of a picture's hash.</summary>
    public const int HashDigits = 16;

    /// <param name="kind">Of the list.</param>
    /// <param name="text">As somebody wrote it.</param>
    /// <param name="problem">Why it is none.</param>
    /// <returns>Null: it is none.</returns>
    public static string? Read(ListKind kind, string text, out string problem)
    {
        var entry = text.Trim();
        problem = entry.Length == 0 ? "must not be empty"
            : entry.Any(char.IsControl) ? "must hold no control characters"
            : kind switch
            {
                ListKind.Words => ProblemOfWord(entry),
                ListKind.Hosts => ProblemOfHost(entry),
                ListKind.Images => ProblemOfHash(entry),
                _ => ProblemOfLength(entry, ListLimits.EntryLength),
            };
        return problem.Length > 0 ? null : kind switch
        {
            ListKind.Hosts => HostName.Normalize(entry),
            ListKind.Images => entry.ToLowerInvariant(),
            _ => entry,
        };
    }

    /// <summary>A hash as an entry.</summary>
    public static string OfHash(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    public static ulong ToHash(string entry) => ulong.Parse(entry, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string ProblemOfWord(string word) =>
        ProblemOfLength(word, ListLimits.EntryLength) is { Length: > 0 } problem ? problem
        : WordIndex.KeyOf(word).Length == 0 ? "must hold a letter or a digit"
        : "";

    private static string ProblemOfHost(string host) =>
        host.Length > ListLimits.HostLength || !HostName.IsName(host) ? "must be a host, such as example.com" : "";

    private static string ProblemOfHash(string hash)
    {
        if (hash.Length != HashDigits || !hash.All(char.IsAsciiHexDigit))
        {
            return $"must be a hash of {HashDigits} hexadecimal digits";
        }

        return BitOperations.PopCount(ToHash(hash)) > ListedPictures.MostBits ? ""
            : "the picture is too plain: every plain picture would look like it";
    }

    private static string ProblemOfLength(string entry, int most) =>
        entry.EnumerateRunes().Count() > most ? $"at most {most} characters" : "";
}
