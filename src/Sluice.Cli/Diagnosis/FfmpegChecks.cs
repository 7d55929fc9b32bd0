using System.Text.RegularExpressions;

namespace Sluice.Cli.Diagnosis;

/// <summary>Is there an ffmpeg, new enough, with everything that a pull uses?</summary>
internal static partial class FfmpegChecks
{
    private static readonly Version Oldest = new(5, 1);

    /// <summary>Which list of ffmpeg's names what pulling needs.</summary>
    private static readonly (string List, string Kind, string[] Names)[] Parts =
    [
        ("-protocols", "protocols", ["rtmp", "http", "https"]),
        ("-demuxers", "demuxers", ["flv", "hls"]),
        ("-decoders", "decoders", ["h264", "aac"]),
        ("-encoders", "encoders", ["mjpeg", "pcm_s16le"]),
        ("-muxers", "muxers", ["nut"]),
    ];

    public static async Task<IReadOnlyList<DoctorCheck>> RunAsync(CancellationToken cancellationToken)
    {
        var version = await ToolRun.RunAsync("ffmpeg", ["-version"], cancellationToken);
        if (version is null)
            return [new DoctorCheck("ffmpeg", false, "not found: install the package ffmpeg")];
        var checks = new List<DoctorCheck> { CheckVersion(version.Output) };
        foreach (var (list, kind, names) in Parts)
        {
            var run = await ToolRun.RunAsync("ffmpeg", ["-hide_banner", list], cancellationToken);
            checks.Add(CheckParts(kind, names, run?.Output ?? ""));
        }
        return checks;
    }

    internal static DoctorCheck CheckVersion(string output)
    {
        var firstLine = output.Split('\n')[0].Trim();
        if (ReleasedVersion().Match(firstLine) is not { Success: true } match)
            // A build of a development version has no number to compare.
            return new DoctorCheck("ffmpeg", firstLine.StartsWith("ffmpeg version"), firstLine);
        var version = new Version(int.Parse(match.Groups[1].ValueSpan), int.Parse(match.Groups[2].ValueSpan));
        return new DoctorCheck("ffmpeg", version >= Oldest, version >= Oldest ? match.Groups[0].Value : $"{match.Groups[0].Value} is older than {Oldest}");
    }

    internal static DoctorCheck CheckParts(string kind, string[] names, string list)
    {
        // A name is a word of its own in ffmpeg's lists: alone, after flags, or among others joined by commas.
        var words = list.Split([' ', '\n', '\r', '\t', ','], StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var missing = names.Where(name => !words.Contains(name)).ToArray();
        return new DoctorCheck(
            $"ffmpeg {kind}", missing.Length == 0, missing.Length == 0 ? string.Join(' ', names) : $"missing: {string.Join(' ', missing)}");
    }

    [GeneratedRegex(@"ffmpeg version n?(\d+)\.(\d+)[^ ]*")]
    private static partial Regex ReleasedVersion();
}
