using Sluice.Server.Pulling.Playlists;

namespace Sluice.Tests.Pulling.Playlists;

public class MasterPlaylistTests
{
    private static readonly Uri Address = new("https://cdn.example/a/b/master.m3u8?t=1");

    [Theory]
    [InlineData("BANDWIDTH=800000,RESOLUTION=640x360|BANDWIDTH=300000,RESOLUTION=426x240|BANDWIDTH=3000000,RESOLUTION=1280x720", 0)]
    [InlineData("BANDWIDTH=300000,RESOLUTION=426x240|BANDWIDTH=3000000,RESOLUTION=720x1280|BANDWIDTH=900000,RESOLUTION=480x854", 2)]
    [InlineData("BANDWIDTH=100000,RESOLUTION=160x90|BANDWIDTH=300000,RESOLUTION=426x240", 1)]
    [InlineData("BANDWIDTH=2500000|BANDWIDTH=700000|BANDWIDTH=64000", 1)]
    [InlineData("BANDWIDTH=64000,CODECS=\"mp4a.40.2\"|BANDWIDTH=900000,CODECS=\"avc1.4d401f,mp4a.40.2\"", 1)]
    [InlineData("AVERAGE-BANDWIDTH=1,NAME=\"a,BANDWIDTH=1\",BANDWIDTH=900000,RESOLUTION=640x360|BANDWIDTH=800000,RESOLUTION=640x360", 1)]
    [InlineData("|RESOLUTION=x", 0)]
    public void The_lowest_rendition_of_at_least_360_lines_is_chosen(string streams, int chosen)
    {
        var text = "#EXTM3U\r\n" + string.Concat(streams.Split('|').Select((s, i) => $"#EXT-X-STREAM-INF:{s}\r\n#note\r\nr{i}.m3u8\r\n"));

        var rendition = MasterPlaylist.Choose(text, Address);

        Assert.Equal((chosen, new Uri($"https://cdn.example/a/b/r{chosen}.m3u8"), false), (rendition?.Program, rendition?.Url, rendition?.HasSoundApart));
    }

    [Fact]
    public void An_address_that_no_player_takes_is_not_chosen()
    {
        var text = $"#EXTM3U\n#EXT-X-STREAM-INF:RESOLUTION=640x360\n{new string('a', 200_000)}\n#EXT-X-STREAM-INF:RESOLUTION=1280x720\nb.m3u8\n";

        Assert.Equal(new Uri("https://cdn.example/a/b/b.m3u8"), MasterPlaylist.Choose(text, Address)?.Url);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("A=")]
    [InlineData("A=\"")]
    [InlineData("\"A=")]
    [InlineData("A,")]
    public void A_line_of_half_a_megabyte_is_read_in_no_time(string piece)
    {
        var line = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
        var began = TimeProvider.System.GetTimestamp();

        MasterPlaylist.Choose($"#EXTM3U\n#EXT-X-MEDIA:{line}\n#EXT-X-STREAM-INF:{line}\nb.m3u8\n", Address);

        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Sound_in_a_playlist_of_its_own_is_told()
    {
        const string text = """
            #EXTM3U
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="x",NAME="e",URI="sound.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="y",NAME="within"
            #EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=1280x720,AUDIO="y"
            a.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,AUDIO="x"
            b.m3u8
            """;

        Assert.Equal((1, true), (MasterPlaylist.Choose(text, Address)!.Program, MasterPlaylist.Choose(text, Address)!.HasSoundApart));
        Assert.False(MasterPlaylist.Choose(text.Replace("640x360", "320x180", StringComparison.Ordinal), Address)!.HasSoundApart);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#EXTM3U\n#EXTINF:2,\na.ts\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"mp4a.40.2\"\na.m3u8\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000\ntcp://10.0.0.1:22/\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000\nfile:///etc/passwd\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000\ncrypto+tcp://10.0.0.1/\n")]
    public void Other_playlists_offer_no_choice(string text) => Assert.Null(MasterPlaylist.Choose(text, Address));
}
