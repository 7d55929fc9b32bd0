using System.Collections.Frozen;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Objects;

/// <summary>Sees persons and everyday things, and where they are, with one network for all of them.</summary>
internal sealed class ObjectDetector : IDetector, IDisposable
{
    public const string DetectorName = "objects";

    /// <summary>CenterNet on MobileNetV3, of the classes of COCO.</summary>
    public const string ModelFile = "centernet.onnx";

    /// <summary>Pixels of the longer side of what the network is shown.</summary>
    public const int Longest = 512;

    /// <summary>The shorter side is a multiple of it: the network halves a picture so often.</summary>
    private const int Multiple = 32;

    private static readonly FrozenSet<string> ServedRisks = FrozenSet.Create(CocoClass.Violent);
    private static readonly FrozenSet<string> ServedBusiness =
        CocoClasses.All.SelectMany(each => each.Types).Where(type => type != CocoClass.Violent).ToFrozenSet();

    private readonly OnnxModel _model;
    private readonly ObjectOptions _options;

    private ObjectDetector(OnnxModel model, ObjectOptions options) => (_model, _options) = (model, options);

    public string Name => DetectorName;

    public IReadOnlySet<string> RiskTypes => ServedRisks;

    public IReadOnlySet<string> BusinessTypes => ServedBusiness;

    /// <summary>Not until a frame is to be judged.</summary>
    public bool IsLoaded => _model.IsLoaded;

    public static ModelShape Shape { get; } = new([-1, -1, -1, 3], [-1, -1, -1, ObjectMaps.Classes], [-1, -1, -1, ObjectMaps.Edges]);

    /// <summary>Looks for the network. It is not loaded yet.</summary>
    public static InstalledDetector Find(DetectorSettings settings)
    {
        var model = settings.Model(ModelFile, Shape);
        var detail = model.IsThere
            ? ModelFile
            : $"{ModelFile} is not in {settings.Detection.ModelFolder}: the set-up of ./sluice fetches it where npm is installed";
        return new InstalledDetector(DetectorName, ServedRisks, ServedBusiness, detail)
        {
            Detector = model.IsThere ? new ObjectDetector(model, settings.Objects) : null,
            Cost = TimeSpan.FromMilliseconds(41),
            TryModels = model.Try,
        };
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        // One by one: pictures have many shapes, and together they take as long each, and their share of memory each.
        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>(
            [.. pictures.Select(picture => Findings(picture, Look(picture, cancellationToken)))]);
    }

    public void Dispose() => _model.Dispose();

    /// <summary>What the network is shown of a picture: its shape is kept, since a stretched cat is a dog.</summary>
    public static ModelShape SizeOf(Picture picture) => Shape.Of(Shown(picture.Height, picture), Shown(picture.Width, picture));

    /// <summary>Where the shorter side is no multiple, the rest is black.</summary>
    public static void Write(Picture picture, Span<float> target)
    {
        var (size, scale) = (SizeOf(picture), Scale(picture));
        PictureTensor.Write(picture, new PictureArea(0, 0, size.Width * scale, size.Height * scale), size.Width, size.Height, PixelRange.Bytes, target);
    }

    private static int Shown(int length, Picture picture) => (int)Math.Ceiling(length / Scale(picture) / Multiple) * Multiple;

    /// <summary>Pixels of the picture to one that the network sees.</summary>
    private static float Scale(Picture picture) => (float)Math.Max(picture.Width, picture.Height) / Longest;

    private List<SeenObject> Look(Picture picture, CancellationToken cancellationToken)
    {
        var (size, least) = (SizeOf(picture), (float)Math.Min(_options.MinProbability, _options.MinBladeProbability));
        var found = _model.Run(
            [picture], size, Write, maps => ObjectMaps.Find(maps[0], maps[1], size.Width / ObjectMaps.Step, least), cancellationToken);
        return ObjectMaps.WithoutRepeats(found, _options.MaxOverlap);
    }

    private List<Finding> Findings(Picture picture, List<SeenObject> seen)
    {
        List<Finding> findings = [];
        foreach (var thing in seen)
        {
            var known = CocoClasses.All[thing.Class];
            var place = picture.ToFrame(Place(thing, picture));
            var isSure = thing.Probability >= (known.IsViolent ? _options.MinBladeProbability : _options.MinProbability);
            if (isSure && known.Types.Any(picture.Wants.Wants) && place.X1 < place.X2 && place.Y1 < place.Y2)
            {
                findings.Add(new Finding(DetectorName, known.IsPerson ? FindingKinds.Person : FindingKinds.Object, Math.Round(thing.Probability, 4))
                {
                    Name = known.IsPerson ? null : known.Name,
                    Location = place,
                    Share = picture.ShareOf(place),
                });
            }
        }

        return findings;
    }

    /// <summary>In the picture, within its edges.</summary>
    private static PixelBox Place(SeenObject thing, Picture picture)
    {
        var scale = Scale(picture);
        return new PixelBox(
            At(thing.Left, picture.Width), At(thing.Top, picture.Height), At(thing.Right, picture.Width), At(thing.Bottom, picture.Height));

        int At(float at, int length) => Math.Clamp((int)MathF.Round(at * scale), 0, length);
    }
}
