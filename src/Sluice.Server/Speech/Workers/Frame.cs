using System.Buffers.Binary;

namespace Sluice.Server.Speech.Workers;

/// <summary>
/// One message between the server and a recogniser's process: the length of what follows as four bytes, least first; its kind, a byte; its
/// content.
/// </summary>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Content)
{
    /// <summary>Bytes of content at most: a minute of sound, and more than is ever said in it.</summary>
    public const int MaxContent = 2 << 20;

    private const int HeadLength = sizeof(int) + 1;

    /// <summary>The frame in bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeadLength + Content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 1 + Content.Length);
        bytes[sizeof(int)] = (byte)Kind;
        Content.CopyTo(bytes.AsMemory(HeadLength));
        return bytes;
    }

    /// <summary>Reads the next frame; null: there is none, the other side has ended.</summary>
    /// <param name="read">Reads some bytes, 0 at the end.</param>
    /// <exception cref="InvalidDataException">What comes is no frame, or cut off.</exception>
    public static async ValueTask<Frame?> ReadAsync(Func<Memory<byte>, ValueTask<int>> read)
    {
        var head = new byte[HeadLength];
        var got = await FillAsync(read, head);
        if (got == 0)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head) - 1;
        var kind = (FrameKind)head[sizeof(int)];
        if (got < HeadLength || length is < 0 or > MaxContent || !Enum.IsDefined(kind))
        {
            throw new InvalidDataException("what comes is no frame");
        }

        var content = new byte[length];
        return await FillAsync(read, content) == length ? new Frame(kind, content) : throw new InvalidDataException("a frame is cut off");
    }

    private static async ValueTask<int> FillAsync(Func<Memory<byte>, ValueTask<int>> read, Memory<byte> target)
    {
        var filled = 0;
        while (filled < target.Length && await read(target[filled..]) is > 0 and var count)
        {
            filled += count;
        }

        return filled;
    }
}
