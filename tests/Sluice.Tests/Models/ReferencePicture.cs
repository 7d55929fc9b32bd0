namespace Sluice.Tests.Models;

/// <summary>Pictures that <c>models/references/make.mjs</c> draws too: of whole numbers, so that both draw the same.</summary>
internal static class ReferencePicture
{
    /// <summary>Rows of red, green, blue, 0 to 1.</summary>
    public static float[] Draw(string pattern, int side)
    {
        var values = new float[side * side * 3];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(Pixel(pattern, i / 3 % side, i / 3 / side, i % 3) / 255.0);
        }

        return values;
    }

    private static int Pixel(string pattern, int x, int y, int channel) => pattern switch
    {
        "stripes" => ((x * (3 + channel)) ^ (y * (5 - channel))) & 255,
        "blobs" => (((x * x) + (y * y * (channel + 1))) >> 6) & 255,
        "noise" => (int)((uint)unchecked((((x + 1) * 73856093) ^ ((y + 1) * 19349663) ^ ((channel + 1) * 83492791)) * (int)2654435761) >> 8) & 255,
        _ => throw new ArgumentException($"There is no pattern '{pattern}'.", nameof(pattern)),
    };
}
