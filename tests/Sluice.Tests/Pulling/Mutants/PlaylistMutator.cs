using System.Text;

namespace Sluice.Tests.Pulling.Mutants;

/// <summary>Damages HLS playlists, line by line, as a seeded chance has it.</summary>
internal static class PlaylistMutator
{
    private static readonly string[] Numbers =
    [
        "0", "-1", "0.000001", "1e308", "-1e308", "nan", "inf", "2147483647", "2147483648", "-2147483648", "9223372036854775807",
        "18446744073709551616", "99999999999999999999999999", "0x7fffffff", "1,1,1", "", " ", "\0", "%n%s",
    ];

    private static readonly string[] Lines =
    [
        "#EXTM3U", "#EXT-X-DISCONTINUITY", "#EXT-X-ENDLIST", "#EXT-X-PLAYLIST-TYPE:EVENT", "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-I-FRAMES-ONLY",
        "#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-START:TIME-OFFSET=-1e300,PRECISE=YES", "#EXT-X-BYTERANGE:99999999999@99999999999",
        "#EXT-X-BYTERANGE:-1@-1", "#EXT-X-MAP:URI=\"self.m3u8\"", "#EXT-X-MAP:URI=\"s0.ts\",BYTERANGE=\"9999999999@1\"", "#EXT-X-MAP:URI=\"",
        "#EXT-X-KEY:METHOD=AES-128,URI=\"s0.ts\"", "#EXT-X-KEY:METHOD=AES-128,URI=\"s0.ts\",IV=0xzz", "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"s0.ts\"",
        "#EXT-X-KEY:METHOD=AES-128,URI=\"data:,0123456789abcdef\"", "#EXT-X-KEY:METHOD=NONE", "#EXT-X-MEDIA-SEQUENCE:9223372036854775807",
        "#EXT-X-PROGRAM-DATE-TIME:9999-99-99T99:99:99Z", "#EXT-X-STREAM-INF:BANDWIDTH=1\nself.m3u8",
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",URI=\"self.m3u8\"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nself.m3u8",
        "self.m3u8", "file:///etc/passwd", "concat:s0.ts|s1.ts", "data:text/plain,x", "http://", "http://[::1", "//", "../../../../etc/passwd", "s0\0.ts",
    ];

    public static byte[] Mutate(string playlist, Random random)
    {
        var lines = playlist.Split('\n').ToList();
        for (var count = random.Next(1, 6); count > 0; count--)
            Once(lines, random);
        return Encoding.Latin1.GetBytes(string.Join(random.Next(8) == 0 ? "\r\n" : "\n", lines));
    }

    private static void Once(List<string> lines, Random random)
    {
        var at = random.Next(lines.Count);
        switch (random.Next(12))
        {
            case 0:
                lines.RemoveAt(random.Next(2) == 0 ? lines.Count - 1 : at);
                if (lines.Count == 0)
                    lines.Add("");
                break;
            case 1:
                lines.Insert(at, lines[random.Next(lines.Count)]);
                break;
            case 2:
                (lines[at], lines[0]) = (lines[0], lines[at]);
                break;
            case 3 or 4 or 5:
                // A number of a line: EXTINF, TARGETDURATION, VERSION, MEDIA-SEQUENCE.
                var numbered = lines.FindIndex(random.Next(lines.Count), line => line.Contains(':', StringComparison.Ordinal));
                if (numbered >= 0)
                    lines[numbered] = lines[numbered].Split(':')[0] + ":" + Numbers[random.Next(Numbers.Length)] + (random.Next(2) == 0 ? "," : "");
                break;
            case 6:
                lines.Insert(at, new string("#x/ \0"[random.Next(5)], random.Next(2) == 0 ? 5_000 : 1_200_000));
                break;
            case 7:
                var many = Enumerable.Repeat("#EXTINF:0.001,\ns0.ts", random.Next(2) == 0 ? 2_000 : 100_000);
                lines.Insert(at, string.Join('\n', many));
                break;
            case 8:
                var variants = Enumerable.Range(0, random.Next(2) == 0 ? 50 : 3_000)
                    .Select(i => $"#EXT-X-STREAM-INF:BANDWIDTH={i},RESOLUTION=1x1\nself.m3u8?{i}");
                lines.Insert(at, string.Join('\n', variants));
                break;
            default:
                lines.Insert(at, Lines[random.Next(Lines.Length)]);
                break;
        }
    }
}
