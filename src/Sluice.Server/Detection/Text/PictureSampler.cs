using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Reads colours of a picture between its pixels, by the four around each point. What lies outside is as its edge is. Networks of Paddle take a
/// plane of each colour, blue first.
/// </summary>
/// <param name="picture">What is read.</param>
internal readonly ref struct PictureSampler(Picture picture)
{
    private readonly ReadOnlySpan<uint> _pixels = MemoryMarshal.Cast<byte, uint>(picture.Bgra.Span);
    private readonly int _width = picture.Width;
    private readonly int _height = picture.Height;

    /// <summary>Blue, green, red and one more number of no meaning, each 0 to 255.</summary>
    public Vector128<float> At(Vector2 point)
    {
        var x = Math.Clamp(point.X - 0.5f, 0, _width - 1);
        var y = Math.Clamp(point.Y - 0.5f, 0, _height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, below) = (Math.Min(left + 1, _width - 1), Math.Min(top + 1, _height - 1) * _width);
        top *= _width;
        var (partX, partY) = (Vector128.Create(x - left), Vector128.Create(y - (int)y));
        var upper = Colour(_pixels[top + left]);
        upper += (Colour(_pixels[top + right]) - upper) * partX;
        var lower = Colour(_pixels[below + left]);
        lower += (Colour(_pixels[below + right]) - lower) * partX;
        return upper + ((lower - upper) * partY);
    }

    /// <summary>Writes a part of the picture, as wide and high as the target is told to be.</summary>
    /// <param name="box">The part.</param>
    /// <param name="width">Columns that are written.</param>
    /// <param name="height">Rows that are written.</param>
    /// <param name="stride">Columns that the target has; the rest stays as it is.</param>
    /// <param name="factor">Each colour is multiplied with it,</param>
    /// <param name="offset">and then this is added.</param>
    /// <param name="target">Three planes.</param>
    public void Write(TextBox box, int width, int height, int stride, Vector128<float> factor, Vector128<float> offset, Span<float> target)
    {
        var (stepX, stepY) = (box.Along / width, box.Down / height);

        // Where it is made smaller, all pixels count.
        var (timesX, timesY) = (Times(stepX.Length()), Times(stepY.Length()));
        var share = Vector128.Create(1f / (timesX * timesY));
        var plane = stride * height;
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var sum = Vector128<float>.Zero;
                for (var y = 0; y < timesY; y++)
                {
                    var start = box.Corner + (stepY * (row + ((y + 0.5f) / timesY)));
                    for (var x = 0; x < timesX; x++)
                    {
                        sum += At(start + (stepX * (column + ((x + 0.5f) / timesX))));
                    }
                }

                var colour = (sum * share * factor) + offset;
                var at = (row * stride) + column;
                target[at] = colour[0];
                target[at + plane] = colour[1];
                target[at + (2 * plane)] = colour[2];
            }
        }
    }

    private static int Times(float step) => Math.Clamp((int)MathF.Ceiling(step - 0.5f), 1, 8);

    private static Vector128<float> Colour(uint pixel)
    {
        var bytes = Vector128.CreateScalarUnsafe(pixel).AsByte();
        return Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32());
    }
}
