using System.Text;

namespace Sluice.Server.Detection.Own;

/// <summary>Reads protobuf field by field, leaping over those that nobody takes.</summary>
internal sealed class ProtobufReader(Stream source)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;
    private const int LongestText = 4096;

    /// <summary>Reads a message up to its end.</summary>
    /// <param name="end">Where it ends in the source.</param>
    /// <param name="part">Told of a message, text or bytes within it: its field, and where it ends. It may be read or left.</param>
    /// <param name="number">Told of a whole number.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public void Read(long end, Action<int, long>? part = null, Action<int, long>? number = null)
    {
        while (source.Position < end)
        {
            var tag = Number();
            var field = (int)(tag >> 3);
            switch ((int)(tag & 7))
            {
                case Varint:
                    var value = Number();
                    number?.Invoke(field, value);
                    break;
                case Fixed64:
                    Leap(source.Position + sizeof(long), end);
                    break;
                case LengthDelimited:
                    var length = Number();
                    var until = source.Position + length;
                    if (length < 0 || until < 0 || until > end)
                    {
                        throw new InvalidDataException("it is cut off or no ONNX file");
                    }

                    part?.Invoke(field, until);
                    Leap(until, end);
                    break;
                case Fixed32:
                    Leap(source.Position + sizeof(int), end);
                    break;
                default:
                    throw new InvalidDataException("it is no ONNX file");
            }
        }
    }

    /// <summary>What stands from here to the end.</summary>
    public string Text(long end)
    {
        if (end - source.Position > LongestText)
        {
            throw new InvalidDataException("it is no ONNX file");
        }

        var bytes = new byte[end - source.Position];
        source.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private void Leap(long to, long end)
    {
        if (to > end)
        {
            throw new InvalidDataException("it is cut off or no ONNX file");
        }

        source.Position = to;
    }

    private long Number()
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = source.ReadByte();
            if (next < 0)
            {
                throw new InvalidDataException("it is cut off or no ONNX file");
            }

            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)number;
            }
        }

        throw new InvalidDataException("it is no ONNX file");
    }
}
