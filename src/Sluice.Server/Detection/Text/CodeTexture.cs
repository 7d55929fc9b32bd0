using Sluice.Server.Detection.Codes;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Tells text from the modules of a QR code, which look like characters that are squares. Squares can be put around a text to hide it: so what reads
/// well between them is text still.
/// </summary>
internal sealed class CodeTexture(Picture picture)
{
    /// <summary>Modules are rarely read as surely.</summary>
    private const double Sure = 0.85;

    /// <summary>Of a line's box, how much lies within a code.</summary>
    private const double Within = 0.6;

    private const string Squares = "口回国田目日曰囗四品器吕图圆园固困因围圈旦皿凹凸且甲由申一二三1lI|iLTEFH-_.,:;'\"=+[]";

    private readonly Lazy<IReadOnlyList<PixelBox>> _codes = new(() => CodePlaces.Find(picture), LazyThreadSafetyMode.None);

    public bool Is(ReadText read, TextBox box) =>
        read.Text.Length > 0 && (read.Probability < Sure || read.Text.All(Squares.Contains)) && _codes.Value.Any(code => Share(box, code) >= Within);

    private static double Share(TextBox box, PixelBox code)
    {
        var (left, top, right, bottom) = box.Bounds;
        var (width, height) = (Math.Min(right, code.X2) - Math.Max(left, code.X1), Math.Min(bottom, code.Y2) - Math.Max(top, code.Y1));
        return width > 0 && height > 0 ? width * height / box.BoundsArea : 0;
    }
}
