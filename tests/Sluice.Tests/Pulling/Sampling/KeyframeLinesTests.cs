using Sluice.Server.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Sampling;

public class KeyframeLinesTests
{
    [Fact]
    public void A_line_gives_the_keyframes_two_timestamps_in_the_time_base_that_was_told()
    {
        var lines = new KeyframeLines();

        Assert.Null(lines.Read("0,        -44,         23,       33,    34139, 0x9b34b39f"));
        Assert.Null(lines.Read("#tb 0: 1/1000"));
        Assert.Null(lines.Read("0,        -44,         23,       33,    34139, 0x9b34b39f"));
        Assert.Null(lines.Read("#media_type 0: video"));

        Assert.Equal(
            new Keyframe(TimeSpan.FromMilliseconds(23), TimeSpan.FromMilliseconds(-44), 0x0000_855B_9B34_B39F),
            lines.Read("0,        -44,         23,       33,    34139, 0x9b34b39f"));
        Assert.True(lines.Read("0,        -44,         23,       33,    34139, 0x9b34b39f")!.Value.IsReordered);
        Assert.False(lines.Read("0,       2023,       2023,       33,    27521, 0x4521f08f, F=0x0")!.Value.IsReordered);
    }

    [Theory]
    [InlineData("0, 0, 0, 33, 27521, 0x4521f08f, F=0x0, S=1, 10, 0x1", 0x0000_6B81_4521_F08F)]
    [InlineData("0, 0, 0, 33, 27521, 4521f08f", 0)]
    [InlineData("0, 0, 0, 33, x, 0x4521f08f", 0)]
    [InlineData("0, 0, 0, 33", 0)]
    public void What_is_in_it_is_known_by_size_and_checksum(string line, ulong content)
    {
        var lines = new KeyframeLines();
        lines.Read("#tb 0: 1/1000");
        lines.Read("#media_type 0: video");

        Assert.Equal(content, lines.Read(line)!.Value.Content);
    }

    [Theory]
    [InlineData("#software: Lavf59.27.100")]
    [InlineData("#codec_id 0: h264")]
    [InlineData("[info] Output #0, framecrc, to 'pipe:2':")]
    [InlineData("1,       2023,       2023,       33,    27521, 0x4521f08f")]
    [InlineData("0,       NOPTS,       2023,       33,    27521, 0x4521f08f")]
    [InlineData("0,")]
    [InlineData("0, 9223372036854775807, 9223372036854775807, 1, 2, 0x0")]
    [InlineData("")]
    public void Other_lines_are_none(string line)
    {
        var lines = new KeyframeLines();
        lines.Read("#tb 0: 1001/1000");
        lines.Read("#media_type 0: video");

        Assert.Null(lines.Read(line));
    }

    [Theory]
    [InlineData("#tb 0: 1/0")]
    [InlineData("#tb 0: 1")]
    [InlineData("#tb 0: x/y")]
    [InlineData("#tb 0: -1/3")]
    public void An_odd_time_base_is_none(string line)
    {
        var lines = new KeyframeLines();

        lines.Read("#media_type 0: video");
        Assert.Null(lines.Read(line));
        Assert.Null(lines.Read("0, 1, 1, 1, 2, 0x0"));
    }
}
