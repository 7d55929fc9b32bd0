using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Text;

/// <summary>Reads text on screen, a finding for each line, in reading order. What texts mean is for others to say.</summary>
internal sealed partial class TextDetector : IDetector, IDisposable
{
    public const string DetectorName = "text";

    /// <summary>Of the time that the detector is given, what reading may take: lines that there is no time for come with the next frame.</summary>
    private const double ForReading = 0.6;

    private static readonly FrozenSet<string> Served = FrozenSet.Create("IMGTEXTRISK", "ADVERT", "POLITY", "VIOLENT", "EROTIC");

    private readonly OnnxModel _regions;
    private readonly OnnxModel _lines;
    private readonly ArabicReader _arabic;
    private readonly ScreenReader _reader;
    private readonly TextOptions _options;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogThrottle _throttle;

    private TextDetector(OnnxModel regions, OnnxModel lines, LineDictionary dictionary, DetectorSettings settings)
    {
        (_regions, _lines, _options, _time) = (regions, lines, settings.Text, settings.Time);
        _logger = settings.Loggers.CreateLogger<TextDetector>();
        _throttle = new LogThrottle(settings.Time);
        _patience = settings.Detection.DetectorTimeout * ForReading;
        _arabic = new ArabicReader(_options, settings.DataFolder, _time, (failure, reason) =>
        {
            settings.OnArabicFailure?.Invoke(failure);
            if (_throttle.TryPass(out var held))
            {
                LogUnread(reason, held);
            }
        });
        _reader = new ScreenReader(new RegionFinder(regions), new LineReader(lines, dictionary), new ArabicLines(_arabic, _options.MinArabicProbability, _time), _options, _time, settings.OnTextRead);
    }

    public string Name => DetectorName;

    public IReadOnlySet<string> RiskTypes => Served;

    public IReadOnlySet<string> BusinessTypes => FrozenSet<string>.Empty;

    /// <summary>Not until a frame is to be read, and a line in it.</summary>
    public IEnumerable<string> Loaded => new[] { _regions, _lines }.Where(model => model.IsLoaded).Select(model => model.Name);

    /// <summary>Looks for the networks. They are not loaded yet.</summary>
    public static InstalledDetector Find(DetectorSettings settings)
    {
        var folder = settings.Detection.ModelFolder;
        var regions = settings.Model(RegionFinder.FileName, RegionFinder.Shape);
        var lines = settings.Model(LineReader.FileName, LineReader.Shape);
        var dictionary = new LineDictionary(Path.Combine(folder, LineDictionary.FileName));
        string[] missing =
        [
            .. new[] { regions, lines }.Where(model => !model.IsThere).Select(model => model.Name),
            .. dictionary.IsThere ? Array.Empty<string>() : [LineDictionary.FileName],
        ];
        var detail = missing.Length == 0
            ? $"{regions.Name}, {lines.Name}"
            : $"{string.Join(", ", missing)} not in {folder}: the set-up of ./sluice fetches it where npm is installed";
        return new InstalledDetector(DetectorName, Served, FrozenSet<string>.Empty, detail)
        {
            Cost = TimeSpan.FromMilliseconds(380),
            Detector = missing.Length == 0 ? new TextDetector(regions, lines, dictionary, settings) : null,
            TryModels = () =>
            {
                regions.Try();
                lines.Try();
                dictionary.Characters();
            },
        };
    }

    public async ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        List<IReadOnlyList<Finding>> findings = new(pictures.Count);
        foreach (var picture in pictures)
        {
            // An even share of the time that is left: no stream takes another's.
            var left = _patience - _time.GetElapsedTime(began);
            var (lines, isAll) = await _reader.ReadAsync(picture, left / (pictures.Count - findings.Count), cancellationToken);
            picture.LacksFindings |= !isAll;
            findings.Add(Findings(picture, lines));
        }

        return findings;
    }

    /// <summary>What keeps it from reading Arabic; null: nothing does.</summary>
    public Task<string?> FindArabicFaultAsync(CancellationToken cancellationToken) => _arabic.FindFaultAsync(cancellationToken);

    public void Dispose()
    {
        _arabic.Dispose();
        _regions.Dispose();
        _lines.Dispose();
    }

    private List<Finding> Findings(Picture picture, IReadOnlyList<TextLine> lines)
    {
        List<TextLine> read =
        [
            .. lines.Where(line => line.Read.Text.Length > 0
                && line.Read.Probability >= (line.IsArabic ? _options.MinArabicProbability : _options.MinProbability)),
        ];
        List<Finding> findings = [];
        var characters = 0;
        foreach (var line in ReadingOrder.Of(read, picture.Wants.Language == ArabicLines.Language))
        {
            characters += line.Read.Text.Length;
            if (characters > _options.MaxCharacters)
            {
                break;
            }

            findings.Add(new Finding(DetectorName, FindingKinds.Text, Math.Round(line.Read.Probability, 4))
            {
                Content = line.Read.Text,
                Location = picture.ToFrame(line.Box.Within(picture.Width, picture.Height)),
            });
        }

        return findings;
    }

    [LoggerMessage(EventName = "ArabicUnread", Level = LogLevel.Warning, Message = "Arabic on screen is not read: {Reason} ({Held} like this were not logged)")]
    private partial void LogUnread(string reason, int held);
}
