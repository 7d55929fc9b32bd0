using System.Text;

namespace Sluice.Server.Detection.Codes;

/// <summary>What a code says, as text that is safe to pass on.</summary>
internal static class CodeText
{
    /// <summary>UTF-16 units that are kept. A QR code holds at most 2953 bytes; a chain of 16 of them more.</summary>
    public const int MaxLength = 4096;

    /// <summary>Reads UTF-8; what is none becomes U+FFFD. Never ends in half a character.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        // A character takes at most 3 bytes a UTF-16 unit: more than this cannot be kept.
        // libzbar puts a NUL where a part of a text over several codes is missing.
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, (MaxLength + 1) * 3)]).Trim('\0');
        if (text.Length <= MaxLength)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
