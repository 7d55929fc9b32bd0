using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sluice.Models.Onnx;

/// <summary>Writes one protobuf message, field by field: the little of the format that an ONNX file needs.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Write(int field, long value)
    {
        Tag(field, Varint);
        Number((ulong)value);
    }

    public void Write(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    public void Write(int field, string value) => Write(field, Encoding.UTF8.GetBytes(value));

    public void Write(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimited);
        Number((ulong)value.Length);
        _bytes.Write(value);
    }

    /// <summary>A message within this one.</summary>
    public void Write(int field, Action<ProtobufWriter> content)
    {
        var message = new ProtobufWriter();
        content(message);
        Write(field, message._bytes.WrittenSpan);
    }

    public void CopyTo(Stream stream) => stream.Write(_bytes.WrittenSpan);

    private void Tag(int field, int wireType) => Number((ulong)((field << 3) | wireType));

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
