using Sluice.Server.Detection.Codes;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Detection.Objects;
using Sluice.Server.Detection.Own;
using Sluice.Server.Detection.Quality;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Detection.Text;

namespace Sluice.Server.Detection;

/// <summary>The detectors that this server knows, and what they leave unjudged. Owns them.</summary>
internal sealed class DetectorCatalog : IDisposable
{
    private const string NoType = "NONE";

    public DetectorCatalog(IEnumerable<InstalledDetector> detectors)
    {
        Detectors = [.. detectors];
        Available = [.. Detectors.Select(installed => installed.Detector).OfType<IDetector>()];
        Hearing = [.. Detectors.Select(installed => installed.Sound).OfType<ISoundDetector>()];
    }

    /// <summary>All of them, with what each runs on or why it cannot.</summary>
    public IReadOnlyList<InstalledDetector> Detectors { get; }

    /// <summary>Those that can run here and see.</summary>
    public IReadOnlyList<IDetector> Available { get; }

    /// <summary>Those that can run here and hear.</summary>
    public IReadOnlyList<ISoundDetector> Hearing { get; }

    /// <summary>Looks for everything that this server can use on this machine.</summary>
    /// <param name="settings">Null: the default ones.</param>
    public static DetectorCatalog Find(DetectorSettings? settings = null)
    {
        settings ??= new DetectorSettings(TimeProvider.System);
        return new DetectorCatalog(
        [
            CodeDetector.Find(settings.Codes),
            QualityDetector.Find(settings),
            NudityDetector.Find(settings),
            ObjectDetector.Find(settings),
            FaceDetector.Find(settings),
            VoiceDetector.Find(settings),
            TextDetector.Find(settings),
            .. OwnModels.Find(settings),
            .. OwnSounds.Find(settings),
        ]);
    }

    /// <summary>The types that nothing available can judge, each once, in the order given.</summary>
    /// <param name="imgTypes">As in imgType.</param>
    /// <param name="imgBusinessTypes">As in imgBusinessType.</param>
    /// <param name="audioTypes">As in audioType.</param>
    /// <param name="audioBusinessTypes">As in audioBusinessType.</param>
    /// <param name="isUnderstood">Something turns speech of the stream's language into text, which all types that go by words need.</param>
    /// <param name="isLanguageTold">What does so finds out what language is spoken.</param>
    public IReadOnlyList<string> WithoutDetector(
        IEnumerable<string> imgTypes,
        IEnumerable<string> imgBusinessTypes,
        IEnumerable<string>? audioTypes = null,
        IEnumerable<string>? audioBusinessTypes = null,
        bool isUnderstood = false,
        bool isLanguageTold = false) =>
    [
        .. imgTypes.Where(type => !Available.Any(detector => detector.RiskTypes.Contains(type)))
            .Concat(imgBusinessTypes.Where(type => !Available.Any(detector => detector.BusinessTypes.Contains(type))))
            .Concat((audioTypes ?? []).Where(type =>
                !(isUnderstood && SpokenTypes.Risks.Contains(type)) && !Hearing.Any(detector => detector.RiskTypes.Contains(type))))
            .Concat((audioBusinessTypes ?? []).Where(type =>
                !(isUnderstood && isLanguageTold && type == SpokenTypes.Language) && !Hearing.Any(detector => detector.BusinessTypes.Contains(type))))
            .Where(type => type != NoType)
            .Distinct(),
    ];

    public void Dispose()
    {
        foreach (var detector in Available.Concat<object>(Hearing).OfType<IDisposable>())
        {
            detector.Dispose();
        }
    }
}
