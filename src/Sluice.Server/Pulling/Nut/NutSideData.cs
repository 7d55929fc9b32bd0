namespace Sluice.Server.Pulling.Nut;

/// <summary>Steps over the side and meta data that a packet may begin with: a count of named values.</summary>
internal static class NutSideData
{
    public static async ValueTask SkipAsync(NutBuffer data, long end, CancellationToken cancellationToken)
    {
        var count = await data.NumberBelowAsync(1024, cancellationToken);
        for (var i = 0; i < count; i++)
        {
            await SkipTextAsync(data, end, cancellationToken);
            switch (await data.SignedAsync(cancellationToken))
            {
                case -1:
                    await SkipTextAsync(data, end, cancellationToken);
                    break;
                case -2:
                    await SkipTextAsync(data, end, cancellationToken);
                    await SkipTextAsync(data, end, cancellationToken);
                    break;
                case -3:
                    await data.SignedAsync(cancellationToken);
                    break;
                case -4:
                    await data.NumberAsync(cancellationToken);
                    break;
                case < -4:
                    await data.SignedAsync(cancellationToken);
                    break;
            }
        }

        if (data.Position > end)
            throw new InvalidDataException("The side data of a packet is longer than the packet.");
    }

    private static async ValueTask SkipTextAsync(NutBuffer data, long end, CancellationToken cancellationToken)
    {
        var length = await data.NumberBelowAsync(NutReader.MaxPacket, cancellationToken);
        if (length > end - data.Position)
            throw new InvalidDataException("The side data of a packet is longer than the packet.");
        await data.SkipAsync(length, cancellationToken);
    }
}
