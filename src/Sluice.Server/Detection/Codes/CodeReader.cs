using Sluice.Server.Detection.Codes.Finders;

namespace Sluice.Server.Detection.Codes;

/// <summary>
/// Reads the codes of a picture. Where the squares of a QR code stand it is cut out and read upright: that finds more, and takes less,
/// than looking for it in every row and column, which is done only where what was cut out cannot be read. Not thread-safe: one caller
/// at a time.
/// </summary>
internal sealed class CodeReader : IDisposable
{
    /// <summary>Places of a picture that are cut out at most and show no code.</summary>
    private const int MostTries = 4;

    /// <summary>Codes of a picture that are read this way.</summary>
    private const int MostCodes = 16;

    /// <summary>Bar codes are taller than they are fine: every so manieth row and column shows them.</summary>
    private const int BarStep = 4;

    /// <summary>Lines across a bar code that must read the same: a single one finds numbers in any texture.</summary>
    private const int LeastSightings = 3;

    private readonly ZBarScanner _codes = new(ZBar.QrCodes, 1);
    private readonly ZBarScanner? _bars;

    /// <param name="bars">Read bar codes too.</param>
    /// <exception cref="DllNotFoundException">libzbar is not installed.</exception>
    public CodeReader(bool bars) => _bars = bars ? new ZBarScanner(ZBar.BarCodes, BarStep) : null;

    /// <param name="luma">1 byte a pixel, no padding.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public List<CodeSymbol> Read(ReadOnlySpan<byte> luma, int width, int height)
    {
        var found = Codes(luma, width, height);
        if (_bars is not null)
        {
            found.AddRange(_bars.Scan(luma, width, height).Where(symbol => symbol.Sightings >= LeastSightings));
        }

        return found;
    }

    public void Dispose()
    {
        _codes.Dispose();
        _bars?.Dispose();
    }

    private List<CodeSymbol> Codes(ReadOnlySpan<byte> luma, int width, int height)
    {
        if (!BinaryPicture.Fits(width, height))
        {
            return [];
        }

        var triples = Triples(luma, width, height);
        List<CodeSymbol> found = [];
        List<FinderTriple> read = [];
        var failed = 0;
        foreach (var triple in triples.Where(triple => !read.Any(triple.Shares)))
        {
            if (failed == MostTries || found.Count == MostCodes)
            {
                break;
            }

            if (Read(luma, width, height, triple) is { } symbol)
            {
                found.Add(symbol);
                read.Add(triple);
            }
            else
            {
                failed++;
            }
        }

        return found.Count == 0 && triples.Count > 0 ? [.. _codes.Scan(luma, width, height)] : found;
    }

    private static IReadOnlyList<FinderTriple> Triples(ReadOnlySpan<byte> luma, int width, int height)
    {
        using var picture = new BinaryPicture(luma, width, height);
        return FinderTriple.Of(FinderSearch.Find(picture));
    }

    private CodeSymbol? Read(ReadOnlySpan<byte> luma, int width, int height, FinderTriple triple)
    {
        foreach (var isMirrored in (ReadOnlySpan<bool>)[false, true])
        {
            using var cutout = CodeCutout.Of(luma, width, height, triple, isMirrored);
            if (Read(cutout) is { } symbol)
            {
                return symbol;
            }

            cutout.Sharpen();
            if (Read(cutout) is { } sharpened)
            {
                return sharpened;
            }
        }

        return null;
    }

    private CodeSymbol? Read(CodeCutout cutout) =>
        _codes.Scan(cutout.Pixels, cutout.Side, cutout.Side) is [var symbol, ..] ? symbol with { Location = cutout.Location } : null;
}
