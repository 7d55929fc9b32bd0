using System.Collections.Frozen;

namespace Sluice.Server.Detection.Quality;

/// <summary>Finds pictures in which little can be seen: blurred, black, white, or frozen. By arithmetic alone.</summary>
internal sealed class QualityDetector(QualityOptions options) : IDetector
{
    public const string DetectorName = "quality";

    /// <summary>The kind of its findings, which are of the whole picture.</summary>
    public const string Kind = "quality";

    public const string Blur = "blur";
    public const string Black = "black";
    public const string White = "white";
    public const string Frozen = "frozen";

    /// <summary>The part of a black or white picture that must be so: the rest may be a clock or a logo.</summary>
    private const double NearlyAll = 0.98;

    private static readonly FrozenSet<string> Served = FrozenSet.Create("LOWVISION");

    public string Name => DetectorName;

    public IReadOnlySet<string> RiskTypes => FrozenSet<string>.Empty;

    public IReadOnlySet<string> BusinessTypes => Served;

    public TimeSpan? StillAfter => options.FrozenAfter;

    public static InstalledDetector Find(DetectorSettings settings) =>
        new(DetectorName, FrozenSet<string>.Empty, Served, "arithmetic")
        {
            Detector = new QualityDetector(settings.Quality),
            Cost = TimeSpan.FromMilliseconds(4),
        };

    public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        var findings = new IReadOnlyList<Finding>[pictures.Count];
        for (var i = 0; i < findings.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            findings[i] = pictures[i].Wants.BusinessTypes.Any(Served.Contains) ? Detect(pictures[i]) : [];
        }

        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>(findings);
    }

    private List<Finding> Detect(Picture picture)
    {
        List<Finding> findings = [];
        using var grey = GreyPicture.Of(picture);
        var pixels = grey.Pixels;
        var (dark, bright) = (Part(pixels, 0, options.BlackBelow - 1), Part(pixels, options.WhiteAbove + 1, byte.MaxValue));
        if (dark >= NearlyAll)
        {
            Add(Black, dark);
        }
        else if (bright >= NearlyAll)
        {
            Add(White, bright);
        }
        else if (SharpnessMeter.BlurOf(grey) is { } blur && blur >= options.BlurFrom)
        {
            Add(Blur, Above(options.BlurFrom, blur));
        }

        if (picture.StillFor >= options.FrozenAfter)
        {
            Add(Frozen, Above(options.FrozenAfter.TotalSeconds, picture.StillFor.TotalSeconds));
        }

        return findings;

        void Add(string name, double probability) =>
            findings.Add(new Finding(DetectorName, Kind, Math.Round(probability, 4)) { Name = name });
    }

    /// <summary>0.6 at the threshold, 0.8 at 1.4 times it, 0.9 at twice it.</summary>
    private static double Above(double threshold, double value) => 1 - (0.4 * (threshold / value) * (threshold / value));

    private static double Part(ReadOnlySpan<byte> pixels, int from, int to)
    {
        var count = 0;
        foreach (var pixel in pixels)
        {
            count += pixel >= from && pixel <= to ? 1 : 0;
        }

        return count / (double)pixels.Length;
    }
}
