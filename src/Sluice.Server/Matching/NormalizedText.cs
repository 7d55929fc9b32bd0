using System.Text;
using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>
/// A text as it is matched: folded by <see cref="FoldingTable"/>, without what cannot be seen, and with the place in the original of every
/// character. Signs and spaces are still there: addresses and numbers need them; <see cref="WordView"/> does without.
/// </summary>
internal sealed class NormalizedText
{
    /// <summary>Of a longer text only so much is looked at, in UTF-16 units: no picture and no ten seconds of speech hold more.</summary>
    public const int Longest = 256 * 1024;

    private readonly char[] _characters;

    // null: each is at its own, as in nearly all texts.
    private readonly int[]? _places;
    private WordViews[]? _views;

    private NormalizedText(char[] characters, int[]? places, int length) => (_characters, _places, Length) = (characters, places, length);

    public int Length { get; }

    public ReadOnlySpan<char> Characters => _characters.AsSpan(0, Length);

    /// <summary>As words are looked for in it, however many ask: one for each way to read it.</summary>
    public WordViews[] Views => _views ??= WordViews.Of(this);

    public static NormalizedText Of(string text)
    {
        var source = text.AsSpan(0, Math.Min(text.Length, Longest));
        var characters = GC.AllocateUninitializedArray<char>(source.Length + 16);
        int[]? places = null;
        var length = 0;
        var place = 0;
        for (var i = 0; i < source.Length; i++, place++)
        {
            var folded = FoldingTable.Fold(source[i]);
            if (folded != '\0')
            {
                if (length == characters.Length)
                {
                    Grow(ref characters, ref places, 1);
                }

                if (places is not null)
                {
                    places[length] = place;
                }

                characters[length++] = folded;
                continue;
            }

            places ??= Same(characters.Length, length);

            // A lone surrogate is a character that nobody can read.
            var status = Rune.DecodeFromUtf16(source[i..], out var rune, out var units);
            i += units - 1;
            if (status != System.Buffers.OperationStatus.Done)
            {
                continue;
            }

            var several = FoldingTable.Fold(rune.Value);
            if (length + several.Length > characters.Length)
            {
                Grow(ref characters, ref places, several.Length);
            }

            foreach (var character in several)
            {
                characters[length] = character;
                places![length++] = place;
            }
        }

        return new NormalizedText(characters, places, length);
    }

    /// <summary>Where characters came from, in code points of the original.</summary>
    public TextSpan SpanOf(int from, int to) => new(PlaceOf(from), PlaceOf(to - 1) + 1);

    /// <summary>Where a character came from, in code points of the original.</summary>
    public int PlaceOf(int index) => _places is null ? index : _places[index];

    /// <summary>The first character that came from this place of the original or a later one.</summary>
    public int IndexOf(int place)
    {
        if (_places is null)
        {
            return Math.Min(place, Length);
        }

        var found = _places.AsSpan(0, Length).BinarySearch(place);
        if (found < 0)
        {
            return ~found;
        }

        while (found > 0 && _places[found - 1] == place)
        {
            found--;
        }

        return found;
    }

    private static int[] Same(int size, int count)
    {
        var places = GC.AllocateUninitializedArray<int>(size);
        for (var i = 0; i < count; i++)
        {
            places[i] = i;
        }

        return places;
    }

    private static void Grow(ref char[] characters, ref int[]? places, int by)
    {
        var size = (characters.Length * 2) + by;
        Array.Resize(ref characters, size);
        if (places is not null)
        {
            Array.Resize(ref places, size);
        }
    }
}
