using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>Parts of a text that are allowed.</summary>
internal sealed class SpanCover
{
    private readonly int[] _from;

    // The furthest end of all that begin at or before each.
    private readonly int[] _to;

    public SpanCover(IEnumerable<TextSpan> spans)
    {
        TextSpan[] sorted = [.. spans.OrderBy(span => span.From)];
        _from = [.. sorted.Select(span => span.From)];
        _to = new int[sorted.Length];
        var furthest = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            _to[i] = furthest = Math.Max(furthest, sorted[i].To);
        }
    }

    /// <summary>It lies within one of them.</summary>
    public bool Covers(TextSpan span)
    {
        var at = Array.BinarySearch(_from, span.From);
        if (at < 0)
        {
            at = ~at - 1;
        }
        else
        {
            while (at + 1 < _from.Length && _from[at + 1] == span.From)
            {
                at++;
            }
        }

        return at >= 0 && _to[at] >= span.To;
    }
}
