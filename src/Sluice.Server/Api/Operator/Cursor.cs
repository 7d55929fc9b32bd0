using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Sluice.Server.Api.Operator;

/// <summary>Where a list goes on, as text that means nothing to the caller.</summary>
internal static class Cursor
{
    /// <summary>Characters of one at most.</summary>
    public const int Length = 32;

    public static string Write(long ordinal)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, ordinal);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when it is none.</summary>
    public static long? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done && written == sizeof(long)
            ? BinaryPrimitives.ReadInt64BigEndian(bytes)
            : null;
    }
}
