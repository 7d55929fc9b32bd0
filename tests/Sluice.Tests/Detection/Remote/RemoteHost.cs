using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Own;
using Sluice.Server.Detection.Remote;

namespace Sluice.Tests.Detection.Remote;

/// <summary>The detector of a configured endpoint, on a clock that stands still unless it is moved.</summary>
internal sealed class RemoteHost : IDisposable
{
    private readonly DetectorCatalog _catalog;

    public RemoteHost(OwnModelOptions options)
    {
        Options = new DetectionOptions { Models = { ["there"] = options } };
        _catalog = DetectorCatalog.Find(new DetectorSettings(Time) { Detection = Options, OnCall = Calls.Enqueue });
        Installed = _catalog.Detectors.Single(installed => installed.Name == "own:there");
    }

    public DetectionOptions Options { get; }

    public FakeTimeProvider Time { get; } = new();

    public InstalledDetector Installed { get; }

    public DetectorCatalog Catalog => _catalog;

    public ConcurrentQueue<RemoteCall> Calls { get; } = [];

    public RemoteCall Last => Calls.Last();

    /// <summary>An endpoint of OpenAI's protocol, whose <c>sexual</c> is EROTIC and whose <c>violence</c> is VIOLENT.</summary>
    public static OwnModelOptions OpenAI(string url) => new()
    {
        Kind = OwnModelKind.OpenAI,
        Url = url,
        Model = "omni-moderation-latest",
        Rules =
        [
            new() { When = "sexual", RiskType = "EROTIC", Label1 = "porn", ReviewFrom = 0.5, RejectFrom = 0.9 },
            new() { When = "violence/graphic", RiskType = "VIOLENT", Label1 = "violence", Label2 = "blood", ReviewFrom = 0.5 },
        ],
    };

    /// <summary>A served classifier of red, green and blue, whose <c>red</c> is VIOLENT.</summary>
    public static OwnModelOptions KServe(string url) => new()
    {
        Kind = OwnModelKind.KServe,
        Url = url,
        Model = "colours",
        Labels = ["red", "green", "blue"],
        Rules = [new() { When = "red", RiskType = "VIOLENT", Label1 = "ban", Label2 = "redness", ReviewFrom = 0.5 }],
    };

    public static Picture Picture(SKColor? colour = null, int width = 64, int height = 32)
    {
        using var picture = new TestPicture(width, height, colour ?? SKColors.Red);
        return JpegDecoder.Decode(picture.Jpeg(95));
    }

    /// <summary>The findings of one picture.</summary>
    public async Task<IReadOnlyList<Finding>> AskAsync(Picture? picture = null)
    {
        using var asked = picture ?? Picture();
        return Assert.Single(await Installed.Detector!.DetectAsync([asked], TestContext.Current.CancellationToken));
    }

    public void Dispose() => _catalog.Dispose();
}
