using System.Text;
using Sluice.Server.Detection.Codes;

namespace Sluice.Tests.Detection.Codes;

public class CodeTextTests
{
    [Fact]
    public void Bytes_that_are_no_utf8_are_replaced() =>
        Assert.Equal("caf\uFFFD \uFFFD\uFFFD!", CodeText.Decode([.. "caf"u8, 0xE9, .. " "u8, 0xFF, 0xFE, .. "!"u8]));

    [Fact]
    public void A_missing_part_s_mark_is_left_out() => Assert.Equal("part", CodeText.Decode("\0part\0"u8));

    [Theory]
    [InlineData("a")]
    [InlineData("码")]
    public void A_long_text_is_cut_at_4096(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 5000));

        Assert.Equal(text[..4096], CodeText.Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(text[..4096], CodeText.Decode(Encoding.UTF8.GetBytes(text[..4096])));
    }

    [Fact]
    public void A_cut_never_leaves_half_a_character()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("🎁", 3000));

        Assert.Equal(text[..4095], CodeText.Decode(Encoding.UTF8.GetBytes(text)));
    }
}
