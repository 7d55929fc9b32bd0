using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>A face in a picture, in its pixels: from the brows to the chin, with some of what is around.</summary>
internal readonly record struct FaceBox(float X, float Y, float Width, float Height, float Probability)
{
    /// <summary>How much more than the face the network that describes faces was taught to see.</summary>
    private const float Margin = 1.4f;

    /// <summary>In whole pixels, within the picture.</summary>
    public PixelBox In(Picture picture) => new(
        (int)Math.Clamp(X, 0, picture.Width - 1),
        (int)Math.Clamp(Y, 0, picture.Height - 1),
        (int)Math.Clamp(MathF.Ceiling(X + Width), 1, picture.Width),
        (int)Math.Clamp(MathF.Ceiling(Y + Height), 1, picture.Height));

    public float Area => Width * Height;

    /// <summary>The square around it that is described.</summary>
    public PictureArea Surroundings
    {
        get
        {
            var side = Math.Max(Width, Height) * Margin;
            return new PictureArea(X + ((Width - side) / 2), Y + ((Height - side) / 2), side, side);
        }
    }

    /// <summary>What both cover.</summary>
    public float Common(FaceBox other) =>
        Math.Max(0, Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X)) *
        Math.Max(0, Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y));
}
