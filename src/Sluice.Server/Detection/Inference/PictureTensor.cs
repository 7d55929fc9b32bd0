namespace Sluice.Server.Detection.Inference;

/// <summary>Pictures as networks take them.</summary>
internal static class PictureTensor
{
    private const int Channels = 3;

    /// <summary>How many numbers a square picture takes.</summary>
    public static int Length(int side) => side * side * Channels;

    /// <summary>
    /// Scales a picture to a square, whatever its shape, by the four pixels around each point, corners upon corners: as TensorFlow does
    /// with align_corners, so that numbers are those of the original.
    /// </summary>
    /// <param name="picture">What to scale.</param>
    /// <param name="side">In pixels, at least 2.</param>
    /// <param name="target">Rows of red, green, blue, 0 to 1.</param>
    public static void Write(Picture picture, int side, Span<float> target)
    {
        var bgra = picture.Bgra.Span;
        var (stepX, stepY) = ((picture.Width - 1) / (float)(side - 1), (picture.Height - 1) / (float)(side - 1));
        for (int y = 0, to = 0; y < side; y++)
        {
            var atY = y * stepY;
            var top = (int)atY;
            var partY = atY - top;
            var rowTop = bgra[(top * picture.Width * 4)..];
            var rowBottom = bgra[(Math.Min(top + 1, picture.Height - 1) * picture.Width * 4)..];
            for (var x = 0; x < side; x++, to += Channels)
            {
                var atX = x * stepX;
                var left = (int)atX;
                var partX = atX - left;
                var (from, next) = (left * 4, Math.Min(left + 1, picture.Width - 1) * 4);
                for (var channel = 0; channel < Channels; channel++)
                {
                    // Blue comes first in the picture and last in the network.
                    var of = Channels - 1 - channel;
                    var above = rowTop[from + of] + ((rowTop[next + of] - rowTop[from + of]) * partX);
                    var below = rowBottom[from + of] + ((rowBottom[next + of] - rowBottom[from + of]) * partX);
                    target[to + channel] = (above + ((below - above) * partY)) / 255;
                }
            }
        }
    }
}
