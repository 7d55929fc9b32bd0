using System.Numerics;
using System.Text;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Makes text of what the reader gives: for each step along the line how probable each character is. The most probable of each step counts; one
/// that lasts for several steps is one, and those in between that are nothing keep two of the same apart. The network learnt from Chinese, where
/// spaces are rare: between Latin letters one is believed that it only hints at.
/// </summary>
internal static class LineDecoder
{
    /// <summary>How probable a space must be at least once between two letters or digits that are not Chinese.</summary>
    private const float Hint = 0.01f;

    /// <param name="steps">The probabilities of each step.</param>
    /// <param name="characters">What they are the probabilities of; the first is nothing, the last the space.</param>
    public static ReadText Decode(ReadOnlySpan<float> steps, string[] characters)
    {
        var text = new StringBuilder();
        var (last, sum, count, space) = (0, 0.0, 0, 0f);
        for (var step = 0; step + characters.Length <= steps.Length; step += characters.Length)
        {
            var classes = steps.Slice(step, characters.Length);
            var (best, probability) = Best(classes);
            space = Math.Max(space, classes[^1]);
            if (best != 0 && best != last)
            {
                if (space >= Hint && text.Length > 0 && IsSpaced(text[^1]) && IsSpaced(characters[best][0]))
                {
                    text.Append(' ');
                }

                space = 0;
                text.Append(characters[best]);
                sum += probability;
                count++;
            }

            last = best;
        }

        var said = text.ToString().Trim();
        return said.Length == 0 ? ReadText.Nothing : new ReadText(said, sum / count);
    }

    /// <summary>Between such a one and another a space says something.</summary>
    private static bool IsSpaced(char character) => char.IsAsciiLetterOrDigit(character) || character is >= '\u00c0' and < '\u0250';

    private static (int Index, float Value) Best(ReadOnlySpan<float> values)
    {
        var most = new Vector<float>(float.MinValue);
        var at = 0;
        for (; at <= values.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            most = Vector.Max(most, new Vector<float>(values[at..]));
        }

        var best = float.MinValue;
        for (var i = 0; i < Vector<float>.Count; i++)
        {
            best = Math.Max(best, most[i]);
        }

        for (; at < values.Length; at++)
        {
            best = Math.Max(best, values[at]);
        }

        return (values.IndexOf(best), best);
    }
}
