namespace Sluice.Server.Pulling.Nut;

/// <summary>What the headers of a NUT file say, and how they are read.</summary>
internal sealed class NutHeaders
{
    private const int MaxStreams = 64;
    private const int MaxTimeBases = 256;

    public required int Version { get; init; }

    public required NutStream?[] Streams { get; init; }

    public required (long Num, long Den)[] TimeBases { get; init; }

    public required NutFrameCode[] FrameCodes { get; init; }

    /// <summary>Beginnings that packets leave out; the first is empty.</summary>
    public required byte[][] Elisions { get; init; }

    public static async ValueTask<NutHeaders> ReadMainAsync(NutBuffer data, long end, CancellationToken cancellationToken)
    {
        var version = await data.NumberBelowAsync(5, cancellationToken);
        if (version < 2)
            throw new InvalidDataException("The media's version is not known.");
        if (version > 3)
            await data.NumberAsync(cancellationToken);

        var streams = await data.NumberBelowAsync(MaxStreams + 1, cancellationToken);
        await data.NumberAsync(cancellationToken);
        var bases = new (long, long)[await data.NumberBelowAsync(MaxTimeBases + 1, cancellationToken)];
        for (var i = 0; i < bases.Length; i++)
        {
            var num = await data.NumberBelowAsync(int.MaxValue, cancellationToken);
            var den = await data.NumberBelowAsync(int.MaxValue, cancellationToken);
            if (num == 0 || den == 0)
                throw new InvalidDataException("A time base of the media is zero.");
            bases[i] = (num, den);
        }

        if (streams == 0 || bases.Length == 0)
            throw new InvalidDataException("The media has no streams.");

        return new NutHeaders
        {
            Version = version,
            Streams = new NutStream?[streams],
            TimeBases = bases,
            FrameCodes = await ReadFrameCodesAsync(data, streams, cancellationToken),
            Elisions = end > data.Position + 4 ? await ReadElisionsAsync(data, cancellationToken) : [[]],
        };
    }

    public async ValueTask ReadStreamAsync(NutBuffer data, CancellationToken cancellationToken)
    {
        var id = await data.NumberBelowAsync(Streams.Length, cancellationToken);
        var kind = await data.NumberBelowAsync(4, cancellationToken);
        await data.SkipAsync(await data.NumberBelowAsync(256, cancellationToken), cancellationToken);
        var timeBase = await data.NumberBelowAsync(TimeBases.Length, cancellationToken);
        var shift = await data.NumberBelowAsync(16, cancellationToken);
        Streams[id] = new NutStream { Class = (NutStreamClass)kind, TimeBase = TimeBases[timeBase], MsbPtsShift = shift };
    }

    private static async ValueTask<NutFrameCode[]> ReadFrameCodesAsync(NutBuffer data, int streams, CancellationToken cancellationToken)
    {
        var codes = new NutFrameCode[256];
        long ptsDelta = 0;
        int mul = 1, stream = 0, elision = 0;
        for (var i = 0; i < 256;)
        {
            var flags = (NutFrameFlags)await data.NumberBelowAsync(1 << 16, cancellationToken);
            var fields = await data.NumberBelowAsync(256, cancellationToken);
            int size = 0, reserved = 0;
            if (fields > 0)
                ptsDelta = await data.SignedAsync(cancellationToken);
            if (fields > 1)
                mul = await data.NumberBelowAsync(1 << 16, cancellationToken);
            if (fields > 2)
                stream = await data.NumberBelowAsync(streams, cancellationToken);
            if (fields > 3)
                size = await data.NumberBelowAsync(1 << 16, cancellationToken);
            if (fields > 4)
                reserved = await data.NumberBelowAsync(256, cancellationToken);
            var count = fields > 5 ? await data.NumberBelowAsync(257, cancellationToken) : mul - size;
            if (fields > 6)
                await data.SignedAsync(cancellationToken);
            if (fields > 7)
                elision = await data.NumberBelowAsync(128, cancellationToken);
            for (var rest = fields; rest > 8; rest--)
                await data.NumberAsync(cancellationToken);

            if (count <= 0 || count > 256 - (i <= 'N' ? 1 : 0) - i)
                throw new InvalidDataException("The media's table of packet headers is wrong.");

            for (var j = 0; j < count; i++)
            {
                // 'N' begins a start code and stands for no packet.
                codes[i] = i == 'N' ? NutFrameCode.Invalid : new(flags, stream, ptsDelta, mul, size + j, reserved, elision);
                if (i != 'N')
                    j++;
            }

            if (i == 'N')
                codes[i++] = NutFrameCode.Invalid;
        }

        return codes;
    }

    private static async ValueTask<byte[][]> ReadElisionsAsync(NutBuffer data, CancellationToken cancellationToken)
    {
        var elisions = new byte[await data.NumberBelowAsync(128, cancellationToken) + 1][];
        elisions[0] = [];
        for (var i = 1; i < elisions.Length; i++)
        {
            elisions[i] = new byte[await data.NumberBelowAsync(256, cancellationToken)];
            await data.FillAsync(elisions[i], cancellationToken);
        }

        return elisions;
    }
}
