using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>Makes a face to look for of a picture: the largest one that it shows.</summary>
internal sealed class PortraitReader(FaceFinder finder, FaceReader reader)
{
    // One at a time: a large picture takes some 100 MB while it is read.
    private readonly Lock _lock = new();

    /// <summary>Of a picture that is read while a frame waits.</summary>
    public const int SmallPixels = 1_000_000;

    /// <summary>Its descriptor.</summary>
    /// <exception cref="PictureException">It is no picture that can be read, or shows no face.</exception>
    /// <exception cref="ModelException">A network cannot be loaded.</exception>
    public float[] Read(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var picture = PortraitDecoder.Decode(bytes);
            return Read(picture, cancellationToken);
        }
    }

    /// <summary>The same of a small picture, at once: it waits for no larger one.</summary>
    /// <exception cref="PictureException">It is no picture that can be read, is large, or shows no face.</exception>
    /// <exception cref="ModelException">A network cannot be loaded.</exception>
    public float[] ReadSmall(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        using var picture = PortraitDecoder.Decode(bytes, SmallPixels);
        return Read(picture, cancellationToken);
    }

    private float[] Read(Picture picture, CancellationToken cancellationToken)
    {
        var face = finder.FindPortrait(picture, cancellationToken) ?? throw new PictureException("it shows no face");
        return reader.Read([(picture, face)], cancellationToken)[0].Descriptor;
    }
}
