using System.Buffers.Binary;

namespace Sluice.Tests.Pulling.Mutants;

/// <summary>Damages binary media as a seeded chance has it.</summary>
internal static class Mutator
{
    private const int TagHead = 11;
    private const int TsPacket = 188;

    private static readonly string[] Boxes =
    [
        "ftyp", "moov", "mvhd", "trak", "tkhd", "edts", "elst", "mdia", "mdhd", "hdlr", "stbl", "stsd", "avc1", "avcC", "mp4a", "esds", "stts",
        "stss", "ctts", "stsc", "stsz", "stco", "mdat", "mvex", "trex", "sidx", "moof", "mfhd", "traf", "tfhd", "tfdt", "trun", "udta", "meta",
    ];

    private static readonly ulong[] Hostile =
    [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000,
        0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFE, 0x1FFF_FFFF,
    ];

    /// <summary>A copy with one to four damages.</summary>
    public static byte[] Mutate(byte[] whole, Random random)
    {
        var data = (byte[])whole.Clone();
        for (var count = random.Next(1, 5); count > 0 && data.Length > 16; count--)
            data = Once(data, random);
        return data;
    }

    /// <summary>Damages what the tags of an FLV hold, and leaves it an FLV.</summary>
    public static byte[] MutateBodies(byte[] flv, Random random)
    {
        var data = (byte[])flv.Clone();
        for (var count = random.Next(1, 30); count > 0; count--)
        {
            var at = Pick(FlvTags(data), random);
            var size = (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];
            if (random.Next(4) == 0)
                random.NextBytes(data.AsSpan(at + 4, 3));
            else if (size > 0)
                Flip(data.AsSpan(at + TagHead, random.Next(2) == 0 ? Math.Min(size, 16) : size), random);
        }

        return data;
    }

    private static byte[] Once(byte[] data, Random random)
    {
        var at = random.Next(data.Length);
        var length = random.Next(1, Math.Min(data.Length - at, random.Next(3) == 0 ? data.Length : 4096) + 1);
        var range = data.AsSpan(at, length);
        switch (random.Next(12))
        {
            case 0:
                for (var flips = random.Next(1, 200); flips > 0; flips--)
                    Flip(data, random);
                return data;
            case 1:
                for (var flips = random.Next(1, 20); flips > 0; flips--)
                    Flip(data.AsSpan(0, Math.Min(data.Length, 2048)), random);
                return data;
            case 2:
                return data[..at];
            case 3:
                return [.. data[..(at + length)], .. range, .. data[(at + length)..]];
            case 4:
                range.Fill((byte)(random.Next(2) * 0xFF));
                return data;
            case 5:
                random.NextBytes(range);
                return data;
            case 6:
                var to = random.Next(data.Length - length + 1);
                data.AsSpan(to, length).ToArray().CopyTo(range);
                return data;
            case 7:
                return [.. data[..at], .. data[(at + length)..]];
            case 8:
                var noise = new byte[length];
                random.NextBytes(noise);
                return [.. data[..at], .. noise, .. data[at..]];
            default:
                var fields = Fields(data);
                for (var count = random.Next(1, 12); count > 0; count--)
                    Put(data, fields.Count == 0 ? random.Next(data.Length) : Pick(fields, random), random);
                return data;
        }
    }

    private static void Flip(Span<byte> data, Random random) => data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));

    // A length, a count or a time that no honest writer writes.
    private static void Put(byte[] data, int at, Random random)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, Hostile[random.Next(Hostile.Length)]);
        var size = Math.Min(1 << random.Next(4), data.Length - at);
        value[^size..].CopyTo(data.AsSpan(at));
    }

    private static int Pick(IReadOnlyList<int> from, Random random) => from[random.Next(from.Count)];

    // Where the container keeps its lengths, counts and times.
    private static List<int> Fields(byte[] data)
    {
        if (data is [(byte)'F', (byte)'L', (byte)'V', ..])
            return [.. FlvTags(data).SelectMany(tag => new[] { tag, tag + 1, tag + 4, tag + 7, tag + TagHead }).Where(at => at < data.Length)];

        if (data[0] == 0x47)
            return [.. Enumerable.Range(0, data.Length / TsPacket).SelectMany(i => Enumerable.Range((i * TsPacket) + 1, 24))];

        var fields = new List<int>();
        foreach (var box in Boxes)
        {
            var name = System.Text.Encoding.ASCII.GetBytes(box);
            for (int at = 0, next; (next = data.AsSpan(at).IndexOf(name)) >= 0; at += next + 4)
                fields.AddRange(Enumerable.Range(at + next - 4, 32).Where(field => field >= 0 && field < data.Length));
        }

        return fields;
    }

    private static List<int> FlvTags(byte[] flv)
    {
        var tags = new List<int>();
        for (var at = 13; at + TagHead < flv.Length;)
        {
            tags.Add(at);
            at += TagHead + ((flv[at + 1] << 16) | (flv[at + 2] << 8) | flv[at + 3]) + 4;
        }

        return tags;
    }
}
