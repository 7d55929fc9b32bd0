using System.Text;
using HarfBuzzSharp;
using SkiaSharp;

namespace Sluice.Benchmarks.Text;

/// <summary>A line of text as it is written in its script: Arabic letters joined and from right to left, digits and Latin words in it from left to right.</summary>
internal static class ShapedText
{
    /// <summary>The outline of a line, its left end at 0, standing on 0, and how far it goes.</summary>
    public static (SKPath Outline, float Width) Outline(string text, SKTypeface typeface, float size)
    {
        using var font = new SKFont(typeface, size);
        using var all = new SKPathBuilder();
        var x = 0f;
        foreach (var (run, rightToLeft) in Runs(text))
        {
            x += Add(all, run, rightToLeft, font, x);
        }

        return (all.Detach(), x);
    }

    // What is Arabic comes in the order in which it is seen: the last run first.
    private static IEnumerable<(string Text, bool RightToLeft)> Runs(string text)
    {
        if (!text.EnumerateRunes().Any(IsArabic))
        {
            return [(text, false)];
        }

        List<(string Text, bool RightToLeft)> runs = [];
        foreach (var word in text.Split(' '))
        {
            var isArabic = word.EnumerateRunes().Any(IsArabic);
            if (runs.Count > 0 && runs[^1].RightToLeft && isArabic)
            {
                runs[^1] = ($"{runs[^1].Text} {word}", true);
            }
            else if (runs.Count > 0 && !runs[^1].RightToLeft && !isArabic)
            {
                runs[^1] = ($"{runs[^1].Text} {word}", false);
            }
            else
            {
                runs.Add((word, isArabic));
            }
        }

        return Enumerable.Reverse(runs).SelectMany((run, i) => i == 0 ? [run] : new[] { (" ", false), run });
    }

    private static bool IsArabic(Rune rune) => rune.Value is >= 0x0600 and <= 0x06FF && Rune.IsLetter(rune);

    private static float Add(SKPathBuilder all, string text, bool rightToLeft, SKFont font, float left)
    {
        using var stream = font.Typeface.OpenStream(out var index);
        using var data = SKData.Create(stream);
        using var blob = new Blob(data.Data, (int)data.Size, MemoryMode.ReadOnly);
        using var face = new Face(blob, index);
        using var shaper = new Font(face);
        shaper.SetScale((int)(font.Size * 64), (int)(font.Size * 64));
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        buffer.Direction = rightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        shaper.Shape(buffer);
        var (infos, positions, x) = (buffer.GlyphInfos, buffer.GlyphPositions, 0f);
        for (var i = 0; i < infos.Length; i++)
        {
            if (font.GetGlyphPath((ushort)infos[i].Codepoint) is { } glyph)
            {
                var moved = SKMatrix.CreateTranslation(left + x + (positions[i].XOffset / 64f), -positions[i].YOffset / 64f);
                all.AddPath(glyph, in moved);
                glyph.Dispose();
            }

            x += positions[i].XAdvance / 64f;
        }

        return x;
    }
}
