using QRCoder;

namespace Sluice.SystemTests.Sources;

/// <summary>The seconds of a source that show a code: the code of second k says <c>second-k</c>.</summary>
/// <param name="First">The first second with a code.</param>
/// <param name="Last">The last second with a code, shown to its end.</param>
internal sealed record CodeWindow(int First, int Last)
{
    private const string Prefix = "second-";
    private const int PixelsAModule = 6;

    /// <summary>The left edge of the picture of the code, its white border included.</summary>
    public const int X = 420;

    /// <summary>Its upper edge.</summary>
    public const int Y = 40;

    /// <summary>Its width and height: 21 modules and a border of 4 on each side.</summary>
    public const int Side = (21 + 8) * PixelsAModule;

    /// <summary>The second that a code says.</summary>
    public static int SecondOf(string content)
    {
        Assert.StartsWith(Prefix, content);
        return int.Parse(content.AsSpan(Prefix.Length), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Writes one picture for each second from 0 on, for a source that shows them at 1 a second.</summary>
    /// <returns>The pattern by which ffmpeg finds them.</returns>
    public string WritePictures(string folder)
    {
        for (var second = 0; second <= Last; second++)
        {
            using var generator = new QRCodeGenerator();
            using var data = generator.CreateQrCode(Prefix + second, QRCodeGenerator.ECCLevel.M, requestedVersion: 1);
            File.WriteAllBytes(Path.Combine(folder, $"code-{second:D3}.png"), new PngByteQRCode(data).GetGraphic(PixelsAModule));
        }
        return Path.Combine(folder, "code-%03d.png");
    }
}
