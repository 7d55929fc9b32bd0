using System.Collections.Frozen;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Objects;

/// <summary>Sees persons and everyday things, and where they are, with one network for all of them.</summary>
internal sealed class ObjectDetector : IDetector, IDisposable
{
    public const string DetectorName = "objects";

    /// <summary>CenterNet on MobileNetV3, of the classes of COCO.</summary>
    public const string ModelFile = "centernet.onnx";

    /// <summary>Rows and columns of what the network is shown.</summary>
    public const int Side = 512;

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

    public static ModelShape Shape { get; } = new(
        [-1, Side, Side, 3], [-1, ObjectMaps.Side, ObjectMaps.Side, ObjectMaps.Classes], [-1, ObjectMaps.Side, ObjectMaps.Side, ObjectMaps.Edges]);

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
            TryModels = model.Try,
        };
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        // One by one: together they take as long each, and their share of memory each.
        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>(
            [.. pictures.Select(picture => Findings(picture, _model.Run([picture], Write, Seen, cancellationToken)))]);
    }

    public void Dispose() => _model.Dispose();

    /// <summary>
    /// In the upper left of a square, the rest of which is black: the network knows things by their shape, and a stretched cat is a dog.
    /// </summary>
    public static void Write(Picture picture, Span<float> target) =>
        PictureTensor.Write(picture, new PictureArea(0, 0, Longer(picture), Longer(picture)), Side, Side, PixelRange.Bytes, target);

    private static int Longer(Picture picture) => Math.Max(picture.Width, picture.Height);

    private List<SeenObject> Seen(ModelOutputs outputs)
    {
        var least = (float)Math.Min(_options.MinProbability, _options.MinBladeProbability);
        return ObjectMaps.WithoutRepeats(ObjectMaps.Find(outputs[0], outputs[1], least), _options.MaxOverlap);
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
        var scale = (float)Longer(picture) / Side;
        return new PixelBox(
            At(thing.Left, picture.Width), At(thing.Top, picture.Height), At(thing.Right, picture.Width), At(thing.Bottom, picture.Height));

        int At(float at, int length) => Math.Clamp((int)MathF.Round(at * scale), 0, length);
    }
}
