using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>
/// Finds faces, tells their age and gender, whose they are by a gallery, and whether they are the one that a stream looks for. Each only
/// where it was asked for.
/// </summary>
internal sealed class FaceDetector : IDetector, IDisposable
{
    public const string DetectorName = "faces";

    private const string Detection = "FACEDETECTION";
    private const string Age = "AGE";
    private const string Gender = "GENDER";
    private const string Figure = "PUBLICFIGURE";
    private const string Compare = "FACECOMPARE";
    private const string Politics = "POLITY";

    /// <summary>The names of genders.</summary>
    public const string Male = "male";
    public const string Female = "female";

    /// <summary>Pixels of a face's width below which nothing is told of it but where it is.</summary>
    private const float LeastDescribed = 24;

    private readonly OnnxModel _finding;
    private readonly OnnxModel _checking;
    private readonly OnnxModel _reading;
    private readonly FaceFinder _finder;
    private readonly FaceReader _reader;
    private readonly FaceOptions _options;

    private FaceDetector(OnnxModel finding, OnnxModel checking, OnnxModel reading, DetectorSettings settings)
    {
        (_finding, _checking, _reading, _options) = (finding, checking, reading, settings.Faces);
        _finder = new FaceFinder(finding, new FaceCheck(checking, _options.CheckFrom), _options.DetectFrom);
        _reader = new FaceReader(reading);
        var portraits = new PortraitReader(_finder, _reader);
        var fetcher = settings.Egress is { } connector ? new PortraitFetcher(connector, _options.CompareTimeout, settings.Time) : null;
        Compared = new ComparedFaces(fetcher, portraits, settings.Time, settings.Loggers.CreateLogger<ComparedFaces>());
        Gallery = _options.Gallery is { } folder
            ? new FaceGallery(folder, portraits, settings.Time, settings.Loggers.CreateLogger<FaceGallery>())
            : null;
        (RiskTypes, BusinessTypes) = Served(_options, reading.IsThere);
    }

    public string Name => DetectorName;

    public IReadOnlySet<string> RiskTypes { get; }

    public IReadOnlySet<string> BusinessTypes { get; }

    /// <summary>Whom PUBLICFIGURE and POLITY look for; null: nobody.</summary>
    public FaceGallery? Gallery { get; }

    /// <summary>Whom FACECOMPARE looks for.</summary>
    public ComparedFaces Compared { get; }

    /// <summary>The networks that are in memory: none until a frame is to be judged.</summary>
    public IEnumerable<string> Loaded => new[] { _finding, _checking, _reading }.Where(model => model.IsLoaded).Select(model => model.Name);

    /// <summary>Looks for the networks. They are not loaded yet.</summary>
    public static InstalledDetector Find(DetectorSettings settings)
    {
        var folder = settings.Detection.ModelFolder;
        var finding = settings.Model(FaceFinder.FileName, FaceFinder.Shape);
        var checking = settings.Model(FaceCheck.FileName, FaceCheck.Shape);
        var reading = settings.Model(FaceReader.FileName, FaceReader.Shape);
        var missing = new[] { finding, checking, reading }.Where(model => !model.IsThere).Select(model => model.Name).ToArray();
        var detail = missing.Length == 0
            ? $"{finding.Name}, {checking.Name}, {reading.Name}"
            : $"{string.Join(", ", missing)} not in {folder}: the set-up of ./sluice fetches it where npm is installed";
        var (riskTypes, businessTypes) = Served(settings.Faces, reading.IsThere || !finding.IsThere);
        return new InstalledDetector(DetectorName, riskTypes, businessTypes, detail)
        {
            Cost = TimeSpan.FromMilliseconds(38),
            Detector = finding.IsThere ? new FaceDetector(finding, checking, reading, settings) : null,
            TryModels = () =>
            {
                finding.Try();
                checking.Try();
                reading.Try();
            },
        };
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        var frames = pictures.Select(Ask).ToArray();
        foreach (var frame in frames.Where(frame => frame.WantsFaces))
        {
            frame.Faces = _finder.Find(frame.Picture, cancellationToken);
        }

        Describe(frames, cancellationToken);
        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>([.. frames.Select(frame => frame.Findings(_options.MatchFrom))]);
    }

    public void Dispose()
    {
        Gallery?.Dispose();
        Compared.Dispose();
        _finding.Dispose();
        _checking.Dispose();
        _reading.Dispose();
    }

    private static (FrozenSet<string> RiskTypes, FrozenSet<string> BusinessTypes) Served(FaceOptions options, bool describes) =>
        (describes, options.Gallery is not null) switch
        {
            (true, true) => (FrozenSet.Create(Politics), FrozenSet.Create(Detection, Age, Gender, Figure, Compare)),
            (true, false) => (FrozenSet<string>.Empty, FrozenSet.Create(Detection, Age, Gender, Compare)),
            _ => (FrozenSet<string>.Empty, FrozenSet.Create(Detection)),
        };

    private FaceFrame Ask(Picture picture)
    {
        var wants = picture.Wants;
        var wantsKnown = wants.BusinessTypes.Contains(Figure) || wants.RiskTypes.Contains(Politics);
        var compareBase = wants.BusinessTypes.Contains(Compare) ? wants.CompareBase : null;
        var frame = new FaceFrame(picture)
        {
            WantsPlaces = wants.BusinessTypes.Contains(Detection),
            WantsAge = wants.BusinessTypes.Contains(Age),
            WantsGender = wants.BusinessTypes.Contains(Gender),
            Known = wantsKnown ? Gallery?.Faces ?? [] : [],
            Compared = compareBase is null ? null : Compared.Read(compareBase),
        };

        // Whom it is not compared with yet it may show all the same.
        picture.LacksFindings |= (wantsKnown && Gallery is { IsRead: false }) || (compareBase is not null && !Compared.WhenRead(compareBase).IsCompleted);
        return frame;
    }

    /// <summary>The faces of all frames together. Without the network it is still known where they are.</summary>
    private void Describe(FaceFrame[] frames, CancellationToken cancellationToken)
    {
        var faces = frames.Where(frame => frame.WantsTraits)
            .SelectMany(frame => frame.Faces.Where(face => face.Width >= LeastDescribed)
                .OrderByDescending(face => face.Area)
                .Take(_options.MaxDescribed)
                .Select(face => (Frame: frame, Face: face)))
            .ToArray();
        if (faces.Length == 0)
        {
            return;
        }

        try
        {
            var traits = _reader.Read([.. faces.Select(each => (each.Frame.Picture, each.Face))], cancellationToken);
            for (var i = 0; i < faces.Length; i++)
            {
                faces[i].Frame.Traits[faces[i].Face] = traits[i];
            }
        }
        catch (ModelException) when (Array.Exists(frames, frame => frame.WantsPlaces))
        {
            // The model has told of it.
            foreach (var frame in frames.Where(frame => frame.WantsTraits))
            {
                frame.Picture.LacksFindings = true;
            }
        }
    }
}
