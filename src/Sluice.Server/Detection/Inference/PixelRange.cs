namespace Sluice.Server.Detection.Inference;

/// <summary>What a network wants black and white to be.</summary>
internal readonly record struct PixelRange(float Black, float White)
{
    public static PixelRange ZeroToOne => new(0, 1);

    public static PixelRange MinusOneToOne => new(-1, 1);

    public static PixelRange Bytes => new(0, 255);
}
