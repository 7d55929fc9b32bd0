using System.Buffers.Binary;
using System.Text;

namespace Sluice.Models.Onnx;

/// <summary>Writes protobuf, field by field: the little of the format that an ONNX file needs.</summary>
/// <param name="target">Null: nothing is written, and only <see cref="Length"/> is of interest.</param>
internal sealed class ProtobufWriter(Stream? target)
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

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
        Put(bytes);
    }

    public void Write(int field, string value) => Write(field, Encoding.UTF8.GetBytes(value));

    public void Write(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimited);
        Number((ulong)value.Length);
        Put(value);
    }

    /// <summary>A message within this one. Its length stands before it: the content is asked for twice, which costs less than to keep it.</summary>
    public void Write(int field, Action<ProtobufWriter> content)
    {
        var measure = new ProtobufWriter(null);
        content(measure);
        Tag(field, LengthDelimited);
        Number((ulong)measure.Length);
        content(this);
    }

    private void Tag(int field, int wireType) => Number((ulong)((field << 3) | wireType));

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Put([(byte)(value | 0x80)]);
        }

        Put([(byte)value]);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        target?.Write(bytes);
    }
}
