using System.Numerics;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

public class ReadingOrderTests
{
    private static readonly LineLook NoLook = LookOfNothing();

    [Fact]
    public void Rows_come_from_top_to_bottom_and_within_a_row_from_left_to_right() =>
        Assert.Equal("abcd", Ordered(false, ('b', 300, 12, 100), ('d', 300, 60, 100), ('a', 0, 10, 100), ('c', 0, 61, 100)));

    [Fact]
    public void In_Arabic_a_row_comes_from_right_to_left() =>
        Assert.Equal("badc", Ordered(true, ('b', 130, 12, 100), ('d', 130, 60, 100), ('a', 0, 10, 100), ('c', 0, 61, 100)));

    [Fact]
    public void Columns_come_one_after_the_other_below_what_stands_over_both() =>
        Assert.Equal("tabcxyz", Ordered(
            false, ('x', 400, 50, 200), ('a', 0, 50, 200), ('t', 0, 0, 600), ('y', 400, 80, 200), ('b', 0, 80, 200), ('c', 0, 110, 200), ('z', 400, 110, 200)));

    [Fact]
    public void Columns_of_Arabic_begin_at_the_right() =>
        Assert.Equal("xyzabc", Ordered(
            true, ('x', 400, 50, 200), ('a', 0, 50, 200), ('y', 400, 80, 200), ('b', 0, 80, 200), ('c', 0, 110, 200), ('z', 400, 110, 200)));

    [Fact]
    public void Two_things_in_one_row_are_no_columns() => Assert.Equal("ab", Ordered(false, ('b', 900, 10, 100), ('a', 0, 12, 100)));

    [Fact]
    public void Of_nothing_there_is_no_order() => Assert.Empty(ReadingOrder.Of([], false));

    private static string Ordered(bool rightToLeft, params (char Name, float Left, float Top, float Width)[] lines) => string.Concat(ReadingOrder.Of(
        [.. lines.Select(line => new TextLine(
            new TextBox(new Vector2(line.Left, line.Top), new Vector2(line.Width, 0), new Vector2(0, 20), 1), NoLook, new ReadText($"{line.Name}", 1)))],
        rightToLeft).Select(line => line.Read.Text));

    private static LineLook LookOfNothing()
    {
        using var nothing = new TestPicture(16, 16);
        using var picture = JpegDecoder.Decode(nothing.Jpeg());
        return LineLook.Of(picture, new TextBox(Vector2.Zero, new Vector2(16, 0), new Vector2(0, 16), 1));
    }
}
