using System.Numerics;
using System.Runtime.InteropServices;

namespace Sluice.Server.Detection;

/// <summary>Grey pictures of coloured ones: Rec. 601 weights in 256ths, as JPEG has them.</summary>
internal static class Luma
{
    private const uint Red = 77;
    private const uint Green = 150;
    private const uint Blue = 29;
    private const uint Half = 128;

    /// <param name="bgra">4 bytes a pixel.</param>
    /// <param name="luma">1 byte a pixel: as many as there are pixels.</param>
    public static void FromBgra(ReadOnlySpan<byte> bgra, Span<byte> luma)
    {
        if (bgra.Length != luma.Length * 4)
        {
            throw new ArgumentException("Four bytes of colour belong to each byte of grey.", nameof(luma));
        }

        var pixels = MemoryMarshal.Cast<byte, uint>(bgra);
        var step = Vector<uint>.Count;
        var at = 0;
        for (; at <= pixels.Length - (step * 4); at += step * 4)
        {
            var low = Vector.Narrow(Grey(pixels[at..]), Grey(pixels[(at + step)..]));
            var high = Vector.Narrow(Grey(pixels[(at + (2 * step))..]), Grey(pixels[(at + (3 * step))..]));
            Vector.Narrow(low, high).CopyTo(luma[at..]);
        }

        for (; at < pixels.Length; at++)
        {
            luma[at] = Grey(pixels[at]);
        }
    }

    private static Vector<uint> Grey(ReadOnlySpan<uint> pixels)
    {
        var pixel = new Vector<uint>(pixels);
        var mask = new Vector<uint>(0xFF);
        var sum = (pixel & mask) * Blue;
        sum += ((pixel >> 8) & mask) * Green;
        sum += ((pixel >> 16) & mask) * Red;
        return (sum + new Vector<uint>(Half)) >> 8;
    }

    private static byte Grey(uint pixel) =>
        (byte)((((pixel & 0xFF) * Blue) + (((pixel >> 8) & 0xFF) * Green) + (((pixel >> 16) & 0xFF) * Red) + Half) >> 8);
}
