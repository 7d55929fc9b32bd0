using SkiaSharp;

namespace Sluice.Tests.Detection.Codes;

/// <summary>Draws bar codes: a string of ones and zeros, each a bar or a gap of one module.</summary>
internal static class Bars
{
    private const string Code39Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. *";

    /// <summary>Of each letter, which of its nine bars and gaps are wide.</summary>
    private static readonly string[] Code39Widths =
    [
        "000110100", "100100001", "001100001", "101100000", "000110001", "100110000", "001110000", "000100101", "100100100", "001100100",
        "100001001", "001001001", "101001000", "000011001", "100011000", "001011000", "000001101", "100001100", "001001100", "000011100",
        "100000011", "001000011", "101000010", "000010011", "100010010", "001010010", "000000111", "100000110", "001000110", "000010110",
        "110000001", "011000001", "111000000", "010010001", "110010000", "011010000", "010000101", "110000100", "011000100", "010010100",
    ];

    private static readonly string[] EanLeft =
        ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"];

    /// <summary>Of the first digit, which of the next six are written mirrored and inverted.</summary>
    private static readonly string[] EanFirst =
        ["000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010"];

    /// <param name="digits">12: the check digit is added.</param>
    public static string Ean13(string digits)
    {
        var sum = digits.Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 1 : 3)).Sum();
        var all = digits + ((10 - (sum % 10)) % 10);
        var left = string.Concat(Enumerable.Range(1, 6).Select(place =>
            EanFirst[all[0] - '0'][place - 1] == '1' ? Reverse(Right(all[place])) : EanLeft[all[place] - '0']));
        return $"101{left}01010{string.Concat(all[7..].Select(Right))}101";

        static string Right(char digit) => string.Concat(EanLeft[digit - '0'].Select(bit => bit == '0' ? '1' : '0'));
        static string Reverse(string bits) => string.Concat(bits.Reverse());
    }

    public static string Code39(string text) => string.Join('0', $"*{text}*".Select(letter =>
        string.Concat(Code39Widths[Code39Letters.IndexOf(letter)].Select((wide, place) => new string(place % 2 == 0 ? '1' : '0', wide == '1' ? 3 : 1)))));

    /// <summary>Draws one whose first bar begins at x, y, on a white border.</summary>
    public static TestPicture Bar(this TestPicture picture, string modules, int x, int y, int module, int height)
    {
        picture.Box(x - (10 * module), y - 10, (modules.Length + 20) * module, height + 20, SKColors.White);
        for (var i = 0; i < modules.Length; i++)
        {
            if (modules[i] == '1')
            {
                picture.Box(x + (i * module), y, module, height, SKColors.Black);
            }
        }

        return picture;
    }
}
