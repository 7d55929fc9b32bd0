using System.Numerics;
using System.Runtime.Intrinsics;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Text;

/// <summary>Finds where lines of text are in a picture, or in a part of one, with PP-OCRv4's detector.</summary>
internal sealed class RegionFinder(OnnxModel model)
{
    public const string FileName = "ppocr_regions.onnx";

    /// <summary>Pixels of the longer side of a whole picture as the network is shown it. A smaller picture is shown as it is.</summary>
    public const int Longest = 960;

    /// <summary>Both sides are multiples of it: the network halves a picture so often.</summary>
    private const int Multiple = 32;

    // What the network was trained with: of blue, green, red, each 0 to 1, a mean is taken away, and a deviation divides.
    private static readonly Vector128<float> Factor = Vector128.Create(1 / (255 * 0.229f), 1 / (255 * 0.224f), 1 / (255 * 0.225f), 0);
    private static readonly Vector128<float> Offset = Vector128.Create(-0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f, 0);

    public static ModelShape Shape { get; } = new([-1, 3, -1, -1], [-1, 1, -1, -1]) { ChannelsFirst = true };

    /// <param name="picture">The whole picture.</param>
    /// <param name="area">The part that is looked at.</param>
    /// <param name="most">Lines at most; the smallest are left out.</param>
    /// <param name="cancellationToken">Ends it within the network.</param>
    /// <returns>In the picture's pixels, the largest first.</returns>
    /// <exception cref="ModelException">The network cannot be loaded.</exception>
    public List<TextBox> Find(Picture picture, PixelBox area, int most, CancellationToken cancellationToken)
    {
        // Pixels of the picture to one that the network sees. What is beyond the area, up to a multiple, is shown as well.
        var scale = Math.Max(1, (float)Math.Max(picture.Width, picture.Height) / Longest);
        var size = Shape.Of(Shown((area.Y2 - area.Y1) / scale), Shown((area.X2 - area.X1) / scale));
        var origin = new Vector2(area.X1, area.Y1);
        var part = new TextBox(origin, new Vector2(size.Width * scale, 0), new Vector2(0, size.Height * scale), 1);
        var found = model.Run(
            [picture],
            size,
            (shown, target) => new PictureSampler(shown).Write(part, size.Width, size.Height, size.Width, Factor, Offset, target),
            maps => RegionMap.Find(maps[0], size.Width, most),
            cancellationToken);
        return found.ConvertAll(box => box.In(scale, origin));
    }

    private static int Shown(float length) => Math.Max(1, (int)MathF.Ceiling(length / Multiple)) * Multiple;
}
