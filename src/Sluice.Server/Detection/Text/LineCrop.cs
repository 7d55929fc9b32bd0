using System.Numerics;

namespace Sluice.Server.Detection.Text;

/// <summary>A line cut out of a picture, upright, with what is around it, at one height.</summary>
internal sealed class LineCrop
{
    /// <summary>Points of the line's own height.</summary>
    public const int BoxHeight = 60;

    /// <summary>Points that are shown around it, on every side: they tell the ground from the letters.</summary>
    public const int Around = 18;

    public const int Height = BoxHeight + (2 * Around);

    // What is longer is made narrower.
    private const int MostWidth = 3000;

    private LineCrop(Vector3[] colours, int width) => (Colours, Width) = (colours, width);

    /// <summary>Blue, green and red, 0 to 255 each, row by row.</summary>
    public Vector3[] Colours { get; }

    public int Width { get; }

    public static LineCrop Of(Picture picture, TextBox box)
    {
        var part = (float)Around / BoxHeight;
        var beside = Vector2.Normalize(box.Along) * box.Height * part;
        var (corner, along, down) = (box.Corner - (box.Down * part) - beside, box.Along + (2 * beside), box.Down * (1 + (2 * part)));
        var width = Math.Clamp((int)(Height * along.Length() / down.Length()), 3 * Around, MostWidth);
        var (stepX, stepY) = (along / width, down / Height);
        var colours = new Vector3[width * Height];
        var sampler = new PictureSampler(picture);
        for (var row = 0; row < Height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var colour = sampler.At(corner + (stepX * (column + 0.5f)) + (stepY * (row + 0.5f)));
                colours[(row * width) + column] = new Vector3(colour[0], colour[1], colour[2]);
            }
        }

        return new LineCrop(colours, width);
    }
}
