namespace Sluice.Server.Detection.Inference;

/// <summary>A part of a picture, in its pixels. What of it lies outside of the picture is black.</summary>
internal readonly record struct PictureArea(float X, float Y, float Width, float Height)
{
    public static PictureArea Whole(Picture picture) => new(0, 0, picture.Width, picture.Height);
}
