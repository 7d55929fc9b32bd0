namespace Sluice.Server.Detection.Inference;

/// <summary>Pictures as networks take them: rows of red, green, blue.</summary>
internal static class PictureTensor
{
    private const int Channels = 3;

    /// <summary>Scales the whole picture, whatever its shape.</summary>
    /// <param name="picture">What to scale.</param>
    /// <param name="width">In pixels, at least 2.</param>
    /// <param name="height">In pixels, at least 2.</param>
    /// <param name="range">What black and white become.</param>
    /// <param name="target">Rows of red, green, blue.</param>
    public static void Write(Picture picture, int width, int height, PixelRange range, Span<float> target) =>
        Write(picture, PictureArea.Whole(picture), width, height, range, target);

    /// <summary>
    /// Scales a part of a picture by the four pixels around each point, corners upon corners: as TensorFlow does with align_corners, so
    /// that numbers are those of the original.
    /// </summary>
    public static void Write(Picture picture, PictureArea area, int width, int height, PixelRange range, Span<float> target)
    {
        var bgra = picture.Bgra.Span;
        var (stepX, stepY) = ((area.Width - 1) / (width - 1), (area.Height - 1) / (height - 1));
        var contrast = range.White - range.Black;
        for (int y = 0, to = 0; y < height; y++)
        {
            var atY = area.Y + (y * stepY);
            if (!IsWithin(atY, picture.Height))
            {
                target.Slice(to, width * Channels).Fill(range.Black);
                to += width * Channels;
                continue;
            }

            var top = (int)atY;
            var partY = atY - top;
            var rowTop = bgra[(top * picture.Width * 4)..];
            var rowBottom = bgra[(Math.Min(top + 1, picture.Height - 1) * picture.Width * 4)..];
            for (var x = 0; x < width; x++, to += Channels)
            {
                var atX = area.X + (x * stepX);
                if (!IsWithin(atX, picture.Width))
                {
                    target.Slice(to, Channels).Fill(range.Black);
                    continue;
                }

                var left = (int)atX;
                var partX = atX - left;
                var (from, next) = (left * 4, Math.Min(left + 1, picture.Width - 1) * 4);
                for (var channel = 0; channel < Channels; channel++)
                {
                    // Blue comes first in the picture and last in the network.
                    var of = Channels - 1 - channel;
                    var above = rowTop[from + of] + ((rowTop[next + of] - rowTop[from + of]) * partX);
                    var below = rowBottom[from + of] + ((rowBottom[next + of] - rowBottom[from + of]) * partX);
                    target[to + channel] = range.Black + ((above + ((below - above) * partY)) / 255 * contrast);
                }
            }
        }
    }

    private static bool IsWithin(float at, int length) => at >= 0 && (int)at < length;
}
