using Sluice.Server.Children;

namespace Sluice.Server.Detection.Text;

/// <summary>How text on screen is read.</summary>
internal sealed class TextOptions
{
    public const string Section = "Sluice:Detection:Text";

    /// <summary>A line that the reader is less sure of is not reported, above 0 to 1. Default 0.6.</summary>
    public double MinProbability { get; set; } = 0.6;

    /// <summary>The same for lines of Arabic, of which tesseract is never as sure. Default 0.3.</summary>
    public double MinArabicProbability { get; set; } = 0.3;

    /// <summary>Lines of a frame that are read, the largest first, 1 to 200. Default 80.</summary>
    public int MaxLines { get; set; } = 80;

    /// <summary>Characters of a frame that are reported, 100 to 100,000. Default 4000.</summary>
    public int MaxCharacters { get; set; } = 4000;

    /// <summary>A stream's whole frame is searched for text anew when so long ago it was, 1 s to 1 hour. Default 30 s.</summary>
    public TimeSpan SearchAgainAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The tesseract program, which reads Arabic: a path, or a name that is looked up in PATH.</summary>
    public string TesseractPath { get; set; } = "tesseract";

    /// <summary>How long it may take for a frame's lines, 100 ms to 1 minute. Default 2 s.</summary>
    public TimeSpan TesseractTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What it runs in. Default Auto: the strongest that works on this machine.</summary>
    public SandboxMode Sandbox { get; set; }
}
