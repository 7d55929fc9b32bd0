using System.Collections.Frozen;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Nudity;

/// <summary>
/// Tells how sexual a picture is: a small network looks at every frame, a large one at those that leave it in doubt, one by one. Where
/// the large one cannot be used the small one's word stands.
/// </summary>
internal sealed class NudityDetector : IDetector, IDisposable
{
    public const string DetectorName = "nudity";
    public const string PornKind = "porn";
    public const string HentaiKind = "hentai";
    public const string SexyKind = "sexy";

    /// <summary>The small network: MobileNetV2.</summary>
    public const string FirstFile = "mobilenet_v2.onnx";

    /// <summary>The large one: InceptionV3.</summary>
    public const string SecondFile = "inception_v3.onnx";

    private const int FirstSide = 224;
    private const int SecondSide = 299;
    private static readonly FrozenSet<string> Served = FrozenSet.Create("EROTIC");
    private readonly OnnxModel _first;
    private readonly OnnxModel _second;
    private readonly NudityOptions _options;

    private NudityDetector(OnnxModel first, OnnxModel second, NudityOptions options) => (_first, _second, _options) = (first, second, options);

    public string Name => DetectorName;

    public IReadOnlySet<string> RiskTypes => Served;

    public IReadOnlySet<string> BusinessTypes => FrozenSet<string>.Empty;

    /// <summary>The networks that are in memory: none until a frame is to be judged.</summary>
    public IEnumerable<string> Loaded => new[] { _first, _second }.Where(model => model.IsLoaded).Select(model => model.Name);

    /// <summary>Looks for the networks. They are not loaded yet.</summary>
    public static InstalledDetector Find(DetectorSettings settings)
    {
        var folder = settings.Detection.ModelFolder;
        var first = settings.Model(FirstFile, ModelShape.Square(FirstSide, NudityScores.Count));
        var second = settings.Model(SecondFile, ModelShape.Square(SecondSide, NudityScores.Count));
        var detector = first.IsThere ? new NudityDetector(first, second, settings.Nudity) : null;
        var detail = (first.IsThere, second.IsThere) switch
        {
            (true, true) => $"{FirstFile}, {SecondFile}",
            (true, false) => $"{FirstFile} alone: {SecondFile} is not in {folder}",
            _ => $"{FirstFile} is not in {folder}: the set-up of ./sluice fetches it where npm is installed",
        };
        return new InstalledDetector(DetectorName, Served, FrozenSet<string>.Empty, detail)
        {
            Detector = detector,
            Cost = TimeSpan.FromMilliseconds(13),
            TryModels = () =>
            {
                first.Try();
                second.Try();
            },
        };
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        var scores = Judge(_first, pictures, cancellationToken);
        for (var i = 0; i < scores.Length; i++)
        {
            if (IsDoubtful(scores[i]))
            {
                scores[i] = SecondOpinion(pictures[i], cancellationToken) ?? scores[i];
            }
        }

        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>([.. scores.Select(Findings)]);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private bool IsDoubtful(NudityScores scores) =>
        (scores.Explicit >= _options.DoubtFrom && scores.Explicit < _options.SureFrom) || scores.Sexy >= _options.SexyFrom;

    private NudityScores? SecondOpinion(Picture picture, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(_second, [picture], cancellationToken)[0];
        }
        catch (ModelException)
        {
            // The model has told of it. Once it can be used the frame is worth another look.
            picture.LacksFindings = true;
            return null;
        }
    }

    private static NudityScores[] Judge(OnnxModel model, IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        var side = model.Shape.Width;
        var numbers = model.Run(
            pictures, (picture, target) => PictureTensor.Write(picture, side, side, PixelRange.ZeroToOne, target), cancellationToken)[0];
        return [.. numbers.Chunk(NudityScores.Count).Select(each => NudityScores.From(each))];
    }

    private IReadOnlyList<Finding> Findings(NudityScores scores)
    {
        if (scores.Explicit >= _options.ReviewFrom)
        {
            var kind = scores.Porn >= scores.Hentai ? PornKind : HentaiKind;
            return [new Finding(DetectorName, kind, Rounded(scores.Explicit)) { IsDoubtful = scores.Explicit < _options.RejectFrom }];
        }

        return scores.Sexy >= _options.SexyFrom ? [new Finding(DetectorName, SexyKind, Rounded(scores.Sexy))] : [];
    }

    /// <summary>More digits say nothing, and sums of floats may pass 1.</summary>
    private static double Rounded(float probability) => Math.Min(1, Math.Round(probability, 4));
}
