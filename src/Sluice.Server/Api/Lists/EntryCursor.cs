using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Server.Api.Lists;

/// <summary>After which entry a list goes on, as text that means nothing to the caller.</summary>
internal static class EntryCursor
{
    /// <summary>Characters of one at most: an entry has at most 253, of 4 bytes each.</summary>
    public const int Length = 1360;

    public static string Write(string entry) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(entry));

    /// <summary>Null when it is none.</summary>
    public static string? Read(string text)
    {
        var bytes = new byte[Length];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done
            && written > 0
            && Utf8.IsValid(bytes.AsSpan(0, written))
            ? Encoding.UTF8.GetString(bytes, 0, written)
            : null;
    }
}
