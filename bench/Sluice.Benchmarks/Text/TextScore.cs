using Sluice.Server.Detection;

namespace Sluice.Benchmarks.Text;

/// <summary>What was read of what is written. Each line is compared with all that was read in its rows, in their order.</summary>
internal sealed class TextScore
{
    private readonly List<string> _misses = [];

    public int Lines { get; private set; }

    /// <summary>Lines that were read as they are.</summary>
    public int Exact { get; private set; }

    /// <summary>The same where spaces do not count.</summary>
    public int ExactWithoutSpaces { get; private set; }

    public int Characters { get; private set; }

    /// <summary>Characters that are wrong, missing or too many, spaces not counted.</summary>
    public int Errors { get; private set; }

    /// <summary>Lines that were read where nothing is written.</summary>
    public int Surplus { get; private set; }

    public IReadOnlyList<string> Misses => _misses;

    public void Add(TextPictures drawn, IReadOnlyList<Finding> findings)
    {
        var left = findings.ToList();
        foreach (var (text, how, place) in drawn.Lines)
        {
            var found = left.FindAll(finding => Middle(finding) > place.Top && Middle(finding) < place.Bottom
                && finding.Location!.Value.X2 > place.Left && finding.Location!.Value.X1 < place.Right);
            left.RemoveAll(found.Contains);
            var read = string.Join(' ', found.Select(finding => finding.Content));
            var (wanted, got) = (Plain(text), Plain(read));
            Lines++;
            Exact += read == text ? 1 : 0;
            ExactWithoutSpaces += wanted == got ? 1 : 0;
            Characters += wanted.Length;
            Errors += Math.Min(wanted.Length, Distance(wanted, got));
            if (read != text)
            {
                _misses.Add($"'{text}' was read '{read}' ({string.Join(' ', found.Select(finding => finding.Probability))}; {how})");
            }
        }

        Surplus += left.Count;
    }

    private static double Middle(Finding finding) => (finding.Location!.Value.Y1 + finding.Location!.Value.Y2) / 2.0;

    private static string Plain(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Characters to change, leave out or add to make one text of another.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, before + (one[i - 1] == other[j - 1] ? 0 : 1));
                before = above;
            }
        }

        return row[^1];
    }
}
