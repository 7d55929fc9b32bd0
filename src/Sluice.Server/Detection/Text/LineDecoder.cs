using System.Numerics;
using System.Text;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Makes text of what the reader gives: for each step along the line how probable each character is. The most probable of each step counts; one
/// that lasts for several steps is one, and those in between that are nothing keep two of the same apart.
/// </summary>
internal static class LineDecoder
{
    /// <param name="steps">The probabilities of each step.</param>
    /// <param name="characters">What they are the probabilities of; the first is nothing.</param>
    public static ReadText Decode(ReadOnlySpan<float> steps, string[] characters)
    {
        var text = new StringBuilder();
        var (last, sum, count) = (0, 0.0, 0);
        for (var step = 0; step + characters.Length <= steps.Length; step += characters.Length)
        {
            var (best, probability) = Best(steps.Slice(step, characters.Length));
            if (best != 0 && best != last)
            {
                text.Append(characters[best]);
                sum += probability;
                count++;
            }

            last = best;
        }

        var said = text.ToString().Trim();
        return said.Length == 0 ? ReadText.Nothing : new ReadText(said, sum / count);
    }

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
