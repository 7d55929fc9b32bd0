using System.Buffers;
using System.Buffers.Binary;

namespace Sluice.Server.Pulling.Nut;

/// <summary>
/// Reads the NUT container that the child writes: every packet with its stream and timestamp. Data that is not NUT is
/// <see cref="InvalidDataException"/>; nothing is ever allocated by a size that was not checked. Data that ends in the middle
/// of a packet ends, since a child that is killed does just that.
/// </summary>
internal sealed class NutReader : IDisposable
{
    /// <summary>A larger packet is invalid: a JPEG of 8K is below 16 MiB.</summary>
    public const int MaxPacket = 16 * 1024 * 1024;

    /// <summary>Timestamps further from zero than that, 7,300 years, are invalid: so sums and differences of a few stay numbers.</summary>
    public static readonly TimeSpan FurthestTime = TimeSpan.FromTicks(long.MaxValue / 4);

    private const ulong MainStartCode = 0x4E4D_7A56_1F5F_04AD;
    private const ulong StreamStartCode = 0x4E53_1140_5BF2_F9DB;
    private const ulong SyncPointStartCode = 0x4E4B_E4AD_EECA_4569;
    private const int MaxHeader = 1024 * 1024;

    private static readonly byte[] FileId = "nut/multimedia container\0"u8.ToArray();

    private readonly NutBuffer _data;
    private NutHeaders? _headers;

    /// <param name="read">Reads at least one byte into the memory; 0 is the end of the data.</param>
    public NutReader(Func<Memory<byte>, CancellationToken, ValueTask<int>> read) => _data = new NutBuffer(read);

    /// <summary>Reads up to the last stream header. Null when the data ends before.</summary>
    public async ValueTask<IReadOnlyList<NutStream>?> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        try
        {
            var id = new byte[FileId.Length];
            await _data.FillAsync(id, cancellationToken);
            if (!id.AsSpan().SequenceEqual(FileId))
                throw new InvalidDataException("This is not NUT.");

            while (_headers is null || _headers.Streams.Any(s => s is null))
                await ReadElementAsync(await _data.ByteAsync(cancellationToken), cancellationToken);

            return _headers.Streams!;
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>The next packet with data, or null at the end. Call <see cref="ReadHeadersAsync"/> first.</summary>
    public async ValueTask<NutPacket?> ReadPacketAsync(CancellationToken cancellationToken)
    {
        var headers = _headers ?? throw new InvalidOperationException("The headers have not been read.");
        try
        {
            while (await _data.HasMoreAsync(cancellationToken))
            {
                var first = await _data.ByteAsync(cancellationToken);
                if (first == 'N')
                {
                    await ReadElementAsync(first, cancellationToken);
                    continue;
                }

                if (await ReadFrameAsync(headers, headers.FrameCodes[first], cancellationToken) is { } packet)
                    return packet;
            }
        }
        catch (EndOfStreamException)
        {
        }

        return null;
    }

    public void Dispose() => _data.Dispose();

    private async ValueTask ReadElementAsync(byte first, CancellationToken cancellationToken)
    {
        var rest = new byte[8];
        rest[0] = first;
        await _data.FillAsync(rest.AsMemory(1), cancellationToken);
        var code = BinaryPrimitives.ReadUInt64BigEndian(rest);
        if (first != 'N')
            throw new InvalidDataException("A header of the media is missing.");

        var size = await _data.NumberBelowAsync(MaxHeader, cancellationToken);
        if (size > 4096)
            await _data.SkipAsync(4, cancellationToken);
        var end = _data.Position + size;

        switch (code)
        {
            case MainStartCode when _headers is null:
                _headers = await NutHeaders.ReadMainAsync(_data, end, cancellationToken);
                break;
            case StreamStartCode when _headers is not null && _headers.Streams.Any(s => s is null):
                await _headers.ReadStreamAsync(_data, cancellationToken);
                break;
            case SyncPointStartCode when _headers is not null:
                ResetTimestamps(_headers, await _data.NumberAsync(cancellationToken));
                break;
        }

        // Headers are repeated, and there are kinds that say nothing that is needed: info, index.
        if (_data.Position > end)
            throw new InvalidDataException("A header of the media is longer than it says.");
        await _data.SkipAsync(end - _data.Position, cancellationToken);
    }

    private static void ResetTimestamps(NutHeaders headers, ulong coded)
    {
        var count = (ulong)headers.TimeBases.Length;
        var (num, den) = headers.TimeBases[coded % count];
        foreach (var stream in headers.Streams)
        {
            if (stream is not null)
            {
                var scaled = (Int128)(coded / count) * num * stream.TimeBase.Den / ((Int128)den * stream.TimeBase.Num);
                stream.LastPts = scaled < long.MaxValue / 2
                    ? (long)scaled
                    : throw new InvalidDataException("A timestamp of the media is out of range.");
            }
        }
    }

    private async ValueTask<NutPacket?> ReadFrameAsync(NutHeaders headers, NutFrameCode code, CancellationToken cancellationToken)
    {
        var flags = code.Flags;
        if (flags.HasFlag(NutFrameFlags.Invalid))
            throw new InvalidDataException("A packet of the media has an invalid code.");
        if (flags.HasFlag(NutFrameFlags.Coded))
            flags ^= (NutFrameFlags)await _data.NumberBelowAsync(1 << 16, cancellationToken);

        var id = flags.HasFlag(NutFrameFlags.StreamId)
            ? await _data.NumberBelowAsync(headers.Streams.Length, cancellationToken)
            : code.StreamId;
        var stream = headers.Streams[id]!;
        stream.LastPts = flags.HasFlag(NutFrameFlags.CodedPts)
            ? FullPts(stream, await _data.NumberAsync(cancellationToken))
            : stream.LastPts + code.PtsDelta;

        long size = code.SizeLsb;
        if (flags.HasFlag(NutFrameFlags.SizeMsb))
            size += (long)code.SizeMul * await _data.NumberBelowAsync(MaxPacket, cancellationToken);
        if (flags.HasFlag(NutFrameFlags.MatchTime))
            await _data.SignedAsync(cancellationToken);
        var elision = flags.HasFlag(NutFrameFlags.HeaderIndex)
            ? await _data.NumberBelowAsync(headers.Elisions.Length, cancellationToken)
            : code.HeaderIndex;
        var reserved = flags.HasFlag(NutFrameFlags.Reserved)
            ? await _data.NumberBelowAsync(256, cancellationToken)
            : code.ReservedCount;
        for (var i = 0; i < reserved; i++)
            await _data.NumberAsync(cancellationToken);
        if (flags.HasFlag(NutFrameFlags.Checksum))
            await _data.SkipAsync(4, cancellationToken);

        if (elision >= headers.Elisions.Length)
            throw new InvalidDataException("A packet of the media names no beginning.");
        var prefix = size > 4096 ? [] : headers.Elisions[elision];
        if (size > MaxPacket || size < prefix.Length)
            throw new InvalidDataException("A packet of the media is too large.");

        var end = _data.Position + size - prefix.Length;
        if (flags.HasFlag(NutFrameFlags.SideAndMetaData))
        {
            await NutSideData.SkipAsync(_data, end, cancellationToken);
            await NutSideData.SkipAsync(_data, end, cancellationToken);
        }

        return await ReadBodyAsync(stream, prefix, (int)(end - _data.Position), cancellationToken);
    }

    private async ValueTask<NutPacket?> ReadBodyAsync(NutStream stream, byte[] prefix, int rest, CancellationToken cancellationToken)
    {
        var length = prefix.Length + rest;
        if (length == 0 || stream.Class is not (NutStreamClass.Video or NutStreamClass.Audio))
        {
            await _data.SkipAsync(rest, cancellationToken);
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            prefix.CopyTo(buffer, 0);
            await _data.FillAsync(buffer.AsMemory(prefix.Length, rest), cancellationToken);
            return new NutPacket(stream, Time(stream), buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static long FullPts(NutStream stream, ulong coded)
    {
        if (coded > long.MaxValue / 2)
            throw new InvalidDataException("A timestamp of the media is out of range.");

        var whole = 1L << stream.MsbPtsShift;
        var value = (long)coded;
        if (value >= whole)
            return value - whole;

        var mask = whole - 1;
        var near = stream.LastPts - (mask / 2);
        return ((value - near) & mask) + near;
    }

    private static TimeSpan Time(NutStream stream)
    {
        var ticks = (Int128)stream.LastPts * TimeSpan.TicksPerSecond * stream.TimeBase.Num / stream.TimeBase.Den;
        return ticks <= FurthestTime.Ticks && ticks >= -FurthestTime.Ticks
            ? TimeSpan.FromTicks((long)ticks)
            : throw new InvalidDataException("A timestamp of the media is out of range.");
    }
}
