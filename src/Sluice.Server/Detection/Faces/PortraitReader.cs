using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>Makes a face to look for of a picture: the largest one that it shows.</summary>
internal sealed class PortraitReader(FaceFinder finder, FaceReader reader)
{
    // One at a time: a large picture takes some 100 MB while it is read.
    private readonly Lock _lock = new();

    /// <summary>Its descriptor.</summary>
    /// <exception cref="PictureException">It is no picture that can be read, or shows no face.</exception>
    /// <exception cref="ModelException">A network cannot be loaded.</exception>
    public float[] Read(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var picture = PortraitDecoder.Decode(bytes);
            var face = finder.FindPortrait(picture, cancellationToken) ?? throw new PictureException("it shows no face");
            return reader.Read([(picture, face)], cancellationToken)[0].Descriptor;
        }
    }
}
