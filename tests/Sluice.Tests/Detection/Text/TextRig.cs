using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;
using Sluice.Benchmarks.Text;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Text;
using Sluice.Server.Detection.Unchanged;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Detection.Text;

/// <summary>A reader of text with its log and figures, on a clock that stands still, and one stream that it remembers.</summary>
internal sealed class TextRig : IDisposable
{
    // Networks take half a second to load, and any number of tests can use them one after the other.
    private static readonly ConcurrentBag<TextRig> Idle = [];
    private readonly ILoggerFactory _loggers;
    private bool _isKept;

    public TextRig(TextOptions? options = null, string? modelFolder = null)
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(new LogLines(Log)));
        Memory = new FrameMemory(Time);
        Installed = TextDetector.Find(new DetectorSettings(Time)
        {
            Detection = new DetectionOptions { ModelFolder = modelFolder ?? ModelFolder.Default },
            Text = options ?? new TextOptions(),
            Loggers = _loggers,
            OnFailure = (model, _) => Failures.Enqueue(model.Name),
            OnArabicFailure = ArabicFailures.Enqueue,
            OnTextRead = work => Work = work,
        });
    }

    /// <summary>One with the default options, of which other tests may have had the use.</summary>
    public static TextRig Get() => Idle.TryTake(out var idle) ? idle : new TextRig { _isKept = true };

    public FakeTimeProvider Time { get; } = new();

    public FrameMemory Memory { get; private set; }

    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Models that could not be loaded.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    public ConcurrentQueue<ArabicFailure> ArabicFailures { get; } = [];

    /// <summary>What the last frame took.</summary>
    public ReadingWork Work { get; private set; }

    public InstalledDetector Installed { get; }

    public TextDetector Detector => Assert.IsType<TextDetector>(Installed.Detector);

    /// <summary>The next frame of the stream.</summary>
    public Task<IReadOnlyList<Finding>> SeeAsync(byte[] jpeg, string language = "en") => SeeAsync(jpeg, language, Memory);

    /// <summary>A frame of no stream.</summary>
    public Task<IReadOnlyList<Finding>> SeeAloneAsync(byte[] jpeg, string language = "en") => SeeAsync(jpeg, language, null);

    public static IEnumerable<string> Said(IEnumerable<Finding> findings) => findings.Select(finding => finding.Content!);

    /// <summary>A frame with lines at places: left, and where they stand.</summary>
    public static byte[] Frame(params IEnumerable<(string Text, float Left, float Bottom)> lines) => Frame(32, lines);

    public static byte[] Frame(float size, IEnumerable<(string Text, float Left, float Bottom)> lines, float angle = 0, float brightness = 0)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(1280, 720, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor((byte)(40 + brightness), (byte)(60 + brightness), (byte)(80 + brightness)));
        canvas.RotateDegrees(angle, 640, 360);
        using var ink = new SKPaint { Color = SKColors.White, IsAntialias = true };
        foreach (var (text, left, bottom) in lines)
        {
            using var outline = ShapedText.Outline(text, TextFonts.For(text), size).Outline;
            canvas.Save();
            canvas.Translate(left, bottom);
            canvas.DrawPath(outline, ink);
            canvas.Restore();
        }

        canvas.Flush();
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, TestPicture.FrameQuality);
        return jpeg.ToArray();
    }

    public void Dispose()
    {
        if (_isKept)
        {
            Memory = new FrameMemory(Time);
            Log.Clear();
            Failures.Clear();
            ArabicFailures.Clear();
            Idle.Add(this);
            return;
        }

        (Installed.Detector as IDisposable)?.Dispose();
        _loggers.Dispose();
    }

    private async Task<IReadOnlyList<Finding>> SeeAsync(byte[] jpeg, string language, FrameMemory? memory)
    {
        using var picture = JpegDecoder.Decode(jpeg, new FrameWants(["IMGTEXTRISK"], []) { Language = language, Memory = memory });
        var found = Assert.Single(await Detector.DetectAsync([picture], TestContext.Current.CancellationToken));
        LackedFindings = picture.LacksFindings;
        return found;
    }

    /// <summary>The last frame was not read to its end.</summary>
    public bool LackedFindings { get; private set; }
}
