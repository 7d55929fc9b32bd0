using System.Buffers.Binary;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Lines as black letters on white, each a page of its own: what tesseract reads best, and none is passed over. Together they are one file, so
/// that it is started once.
/// </summary>
internal static class ArabicPages
{
    /// <summary>More lines are left for the next frame.</summary>
    public const int MostLines = 40;

    private const int Margin = 24;

    // A letter's box, and a little more: tall letters and dots are cut otherwise.
    private const float Above = 0.06f;
    private const float Beside = 0.1f;

    // Of a page: width, height, bits of a pixel, no compression, 0 is black, where pixels are, samples of a pixel, rows and bytes of the only strip.
    private const int Entries = 9;
    private const int DirectorySize = 2 + (Entries * 12) + 4;
    private const int HeaderSize = 8;
    private const ushort Number = 4;

    /// <param name="lines">The ink of each, made when its page is drawn.</param>
    /// <param name="height">Pixels of a line.</param>
    /// <returns>A TIFF with a page of grey for each line.</returns>
    public static byte[] Encode(IEnumerable<LineInk> lines, int height)
    {
        var pages = lines.Select(line => Draw(line, height)).ToArray();
        var file = new byte[HeaderSize + pages.Sum(page => page.Pixels.Length + DirectorySize)];
        "II*\0"u8.CopyTo(file);
        var (link, at) = (4, HeaderSize);
        foreach (var (pixels, width, rows) in pages)
        {
            pixels.CopyTo(file, at);
            var directory = at + pixels.Length;
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(link), directory);
            WriteDirectory(file.AsSpan(directory), width, rows, at);
            (link, at) = (directory + DirectorySize - 4, directory + DirectorySize);
        }

        return file;
    }

    private static void WriteDirectory(Span<byte> target, int width, int height, int pixels)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, Entries);
        (ushort Tag, int Value)[] entries =
        [
            (256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, pixels), (277, 1), (278, height), (279, width * height),
        ];
        for (var i = 0; i < Entries; i++)
        {
            var entry = target[(2 + (i * 12))..];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], Number);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], entries[i].Value);
        }
    }

    private static (byte[] Pixels, int Width, int Height) Draw(LineInk line, int height)
    {
        var box = LineCrop.BoxHeight;
        var (top, left) = (LineCrop.Around - (int)(Above * box), LineCrop.Around - (int)(Beside * box));
        var scale = height / (float)(LineCrop.Height - (2 * top));
        var columns = Math.Max(1, (int)((line.Width - (2 * left)) * scale));
        var (width, rows) = (columns + (2 * Margin), height + (2 * Margin));
        var pixels = new byte[width * rows];
        pixels.AsSpan().Fill(byte.MaxValue);
        for (var y = 0; y < height; y++)
        {
            var (firstY, lastY) = Covered(top, y, scale, LineCrop.Height);
            for (var x = 0; x < columns; x++)
            {
                var (firstX, lastX) = Covered(left, x, scale, line.Width);
                pixels[((y + Margin) * width) + x + Margin] = (byte)(byte.MaxValue * (1 - line.Mean(firstX, firstY, lastX, lastY)));
            }
        }

        return (pixels, width, rows);
    }

    // The points that a pixel shows, the last one exclusive.
    private static (int First, int Last) Covered(int origin, int pixel, float scale, int most)
    {
        var first = Math.Min(most - 1, (int)(origin + (pixel / scale)));
        return (first, Math.Clamp((int)MathF.Ceiling(origin + ((pixel + 1) / scale)), first + 1, most));
    }
}
