using System.Runtime.InteropServices;

namespace Sluice.Server.Detection.Codes;

/// <summary>One scanner of libzbar and the image it scans. Not thread-safe: one caller at a time.</summary>
internal sealed class ZBarScanner : IDisposable
{
    private readonly ZBarScannerHandle _scanner;
    private readonly ZBarImageHandle _image;

    /// <exception cref="DllNotFoundException">libzbar is not installed.</exception>
    /// <param name="kinds">What is read.</param>
    /// <param name="step">Every so manieth row and column is looked at. Small QR codes fall through all but 1.</param>
    public ZBarScanner(IEnumerable<int> kinds, int step)
    {
        _scanner = ZBar.CreateScanner();
        _image = ZBar.CreateImage();
        if (_scanner.IsInvalid || _image.IsInvalid)
        {
            Dispose();
            throw new InvalidOperationException("libzbar could not make a scanner.");
        }

        ZBar.SetFormat(_image, new CULong(ZBar.Grey));
        Set(ZBar.AllSymbols, ZBar.Enable, 0);
        foreach (var kind in kinds)
        {
            Set(kind, ZBar.Enable, 1);
        }

        Set(ZBar.AllSymbols, ZBar.DensityX, step);
        Set(ZBar.AllSymbols, ZBar.DensityY, step);
    }

    /// <summary>Finds the codes of a grey picture: 1 byte a pixel, no padding.</summary>
    public unsafe IReadOnlyList<CodeSymbol> Scan(ReadOnlySpan<byte> luma, int width, int height)
    {
        if (luma.Length != width * height)
        {
            throw new ArgumentException("One byte belongs to each pixel.", nameof(luma));
        }

        fixed (byte* data = luma)
        {
            ZBar.SetSize(_image, (uint)width, (uint)height);
            ZBar.SetData(_image, data, new CULong((uint)luma.Length), 0);
            try
            {
                var found = ZBar.Scan(_scanner, _image);
                if (found < 0)
                {
                    throw new InvalidOperationException("libzbar could not scan the picture.");
                }

                return found == 0 ? [] : Read(width, height);
            }
            finally
            {
                ZBar.SetData(_image, null, default, 0);
            }
        }
    }

    public void Dispose()
    {
        _image.Dispose();
        _scanner.Dispose();
    }

    private unsafe List<CodeSymbol> Read(int width, int height)
    {
        List<CodeSymbol> symbols = [];
        for (var symbol = ZBar.FirstSymbol(_image); symbol != 0; symbol = ZBar.NextSymbol(symbol))
        {
            var text = new ReadOnlySpan<byte>(ZBar.SymbolData(symbol), (int)ZBar.SymbolDataLength(symbol));
            var isBars = ZBar.SymbolType(symbol) is not (ZBar.QrCode or ZBar.Partial);
            symbols.Add(new CodeSymbol(CodeText.Decode(text), Locate(symbol, width, height), isBars, ZBar.SymbolQuality(symbol)));
        }

        return symbols;
    }

    private static PixelBox Locate(nint symbol, int width, int height)
    {
        var (left, top, right, bottom) = (width, height, 0, 0);
        var points = ZBar.SymbolPoints(symbol);
        for (var point = 0u; point < points; point++)
        {
            var x = Math.Clamp(ZBar.SymbolX(symbol, point), 0, width - 1);
            var y = Math.Clamp(ZBar.SymbolY(symbol, point), 0, height - 1);
            (left, top) = (Math.Min(left, x), Math.Min(top, y));
            (right, bottom) = (Math.Max(right, x + 1), Math.Max(bottom, y + 1));
        }

        return points == 0 ? new PixelBox(0, 0, width, height) : new PixelBox(left, top, right, bottom);
    }

    private void Set(int symbol, int config, int value)
    {
        if (ZBar.Configure(_scanner, symbol, config, value) != 0)
        {
            Dispose();
            throw new InvalidOperationException($"libzbar refused setting {config} of symbol {symbol}.");
        }
    }
}
