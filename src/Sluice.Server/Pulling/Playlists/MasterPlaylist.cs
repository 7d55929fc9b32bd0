using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Server.Pulling.Playlists;

/// <summary>Chooses from an HLS master playlist. Pure.</summary>
internal static partial class MasterPlaylist
{
    /// <summary>Less shows too little to judge by.</summary>
    public const int LeastLines = 360;

    // What says no size but has this much is taken for large enough.
    private const long LikelyBandwidth = 600_000;
    private const int MostRenditions = 64;

    // ffmpeg cuts what is longer, and a system takes no argument of any length.
    private const int LongestAddress = 4000;

    /// <summary>
    /// The rendition that costs least and has <see cref="LeastLines"/> lines, or the largest when none has. Null: the text is no
    /// master playlist, or offers no video.
    /// </summary>
    /// <param name="text">The playlist.</param>
    /// <param name="address">Where it came from, after redirects.</param>
    public static Rendition? Choose(string text, Uri address)
    {
        var renditions = Renditions(text, address);
        return renditions.Where(IsLargeEnough).OrderBy(r => r.Lines).ThenBy(r => r.Bandwidth).FirstOrDefault()
            ?? renditions.OrderByDescending(r => r.Lines).ThenByDescending(r => r.Bandwidth).FirstOrDefault();
    }

    private static bool IsLargeEnough(Rendition rendition) =>
        rendition.Lines >= LeastLines || (rendition.Lines == 0 && rendition.Bandwidth >= LikelyBandwidth);

    private static List<Rendition> Renditions(string text, Uri address)
    {
        var found = new List<Rendition>();
        var soundApart = new HashSet<string>(StringComparer.Ordinal);
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines.Where(l => l.StartsWith("#EXT-X-MEDIA:", StringComparison.Ordinal)))
        {
            if (Attribute(line, "TYPE") == "AUDIO" && Attribute(line, "URI") is not null && Attribute(line, "GROUP-ID") is { } group)
                soundApart.Add(group);
        }

        string? stream = null;
        var program = 0;
        foreach (var line in lines)
        {
            if (line.StartsWith("#EXT-X-STREAM-INF:", StringComparison.Ordinal))
            {
                stream = line;
            }
            else if (line[0] != '#' && stream is not null)
            {
                var hasVideo = Attribute(stream, "RESOLUTION") is not null || Attribute(stream, "CODECS") is not { } codecs || VideoCodec().IsMatch(codecs);

                // The child opens it as it would a source: nothing but what goes through the gate.
                if (hasVideo && found.Count < MostRenditions && Uri.TryCreate(address, line, out var url) && url.Scheme is "http" or "https" && url.AbsoluteUri.Length <= LongestAddress)
                    found.Add(Of(stream, url, program, soundApart));
                program++;
                stream = null;
            }
        }

        return found;
    }

    private static Rendition Of(string stream, Uri url, int program, HashSet<string> soundApart)
    {
        _ = long.TryParse(Attribute(stream, "BANDWIDTH"), NumberStyles.None, CultureInfo.InvariantCulture, out var bandwidth);
        var sides = (Attribute(stream, "RESOLUTION") ?? "").Split('x');
        var lines = sides.Length == 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? Math.Min(width, height)
            : 0;
        return new Rendition(url, program, bandwidth, lines, Attribute(stream, "AUDIO") is { } group && soundApart.Contains(group));
    }

    private static string? Attribute(string line, string name)
    {
        foreach (var match in AttributePair().EnumerateMatches(line))
        {
            var pair = line.AsSpan(match.Index, match.Length);
            if (pair.StartsWith(name, StringComparison.Ordinal) && pair[name.Length] == '=')
                return pair[(name.Length + 1)..].Trim('"').ToString();
        }

        return null;
    }

    [GeneratedRegex("""[A-Z0-9-]+=("[^"]*"|[^",]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex AttributePair();

    [GeneratedRegex(@"\b(avc|hvc|hev|av01|vp0?[89]|dvh|mp4v)", RegexOptions.CultureInvariant)]
    private static partial Regex VideoCodec();
}
