using SkiaSharp;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Detection.Nudity;

/// <summary>Ellipses that the networks hold to be pornographic, in place of a picture that is: the benchmarks' search found it.</summary>
internal static class ExplicitPicture
{
    public static string File { get; } = Path.Combine(DocumentationTests.Root, "tests", "Sluice.Tests", "Detection", "Nudity", "explicit.png");

    /// <summary>As a frame.</summary>
    public static byte[] Jpeg()
    {
        using var bitmap = SKBitmap.Decode(File);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, TestPicture.FrameQuality);
        return jpeg.ToArray();
    }
}
