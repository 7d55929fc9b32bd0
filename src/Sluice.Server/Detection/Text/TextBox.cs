using System.Numerics;

namespace Sluice.Server.Detection.Text;

/// <summary>A rectangle of any angle, in pixels: where a line of text is.</summary>
/// <param name="Corner">Where the text begins, above it.</param>
/// <param name="Along">From there to the end of the line.</param>
/// <param name="Down">From there to below the line's beginning.</param>
/// <param name="Probability">How sure it is that there is text.</param>
internal readonly record struct TextBox(Vector2 Corner, Vector2 Along, Vector2 Down, float Probability)
{
    /// <summary>A box so much higher than wide holds a line that runs downwards.</summary>
    private const float Upright = 1.5f;

    public float Width => Along.Length();

    public float Height => Down.Length();

    public float Area => Width * Height;

    public bool IsUpright => Height >= Upright * Width;

    /// <summary>The upright rectangle around it: left, top, right, bottom.</summary>
    public (float Left, float Top, float Right, float Bottom) Bounds
    {
        get
        {
            var (a, b, c, d) = (Corner, Corner + Along, Corner + Down, Corner + Along + Down);
            var least = Vector2.Min(Vector2.Min(a, b), Vector2.Min(c, d));
            var most = Vector2.Max(Vector2.Max(a, b), Vector2.Max(c, d));
            return (least.X, least.Y, most.X, most.Y);
        }
    }

    /// <summary>Turned by a quarter, so that what ran downwards runs along.</summary>
    public TextBox Downwards => new(Corner + Along, Down, -Along, Probability);

    /// <summary>Turned by a quarter the other way, for what runs upwards.</summary>
    public TextBox Upwards => new(Corner + Down, -Down, Along, Probability);

    /// <summary>In other pixels: scaled, then moved.</summary>
    public TextBox In(float scale, Vector2 origin) => new((Corner * scale) + origin, Along * scale, Down * scale, Probability);

    /// <summary>The same, within the edges of a picture, in whole pixels.</summary>
    public PixelBox Within(int width, int height)
    {
        var (left, top, right, bottom) = Bounds;
        return new PixelBox(
            Math.Clamp((int)MathF.Floor(left), 0, width),
            Math.Clamp((int)MathF.Floor(top), 0, height),
            Math.Clamp((int)MathF.Ceiling(right), 0, width),
            Math.Clamp((int)MathF.Ceiling(bottom), 0, height));
    }

    /// <summary>The area that the rectangles around two boxes have in common.</summary>
    public float Common(TextBox other)
    {
        var (one, two) = (Bounds, other.Bounds);
        var width = Math.Min(one.Right, two.Right) - Math.Max(one.Left, two.Left);
        var height = Math.Min(one.Bottom, two.Bottom) - Math.Max(one.Top, two.Top);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>The area of the rectangle around it.</summary>
    public float BoundsArea => Common(this);

    /// <summary>What part of what either covers both cover.</summary>
    public float Overlap(TextBox other)
    {
        var common = Common(other);
        return common / (BoundsArea + other.BoundsArea - common);
    }
}
