using System.Buffers.Binary;
using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

public sealed class ArabicPagesTests
{
    [Fact]
    public void Each_line_is_a_page_of_grey_of_its_own()
    {
        var pages = Pages(ArabicPages.Encode([Ink(200, 0, 0), Ink(400, 0, 0)], 40));

        Assert.Equal(2, pages.Count);
        Assert.All(pages, page => Assert.Equal((8, 1, 1, 1), (page[258], page[259], page[262], page[277])));
        Assert.All(pages, page => Assert.Equal((page[257], page[256] * page[257]), (page[278], page[279])));
        Assert.Equal(pages[0][257], pages[1][257]);
        Assert.True(pages[0][256] < pages[1][256]);
    }

    [Fact]
    public void Letters_are_black_on_white_within_a_margin()
    {
        var file = ArabicPages.Encode([Ink(200, 60, 140)], 40);
        var page = Assert.Single(Pages(file));
        var (width, height) = (page[256], page[257]);
        var pixels = file.AsSpan(page[273], page[279]).ToArray();

        Assert.All(pixels[..width], pixel => Assert.Equal(255, pixel));
        Assert.All(pixels[^width..], pixel => Assert.Equal(255, pixel));
        Assert.Equal(0, pixels[(height / 2 * width) + (width / 2)]);
        Assert.Equal(255, pixels[(height / 2 * width) + 30]);
    }

    [Fact]
    public void No_page_reaches_beyond_the_file_or_into_another()
    {
        var file = ArabicPages.Encode([Ink(54, 0, 54), Ink(3000, 0, 0), Ink(55, 10, 20)], 36);
        var ends = 8;
        foreach (var page in Pages(file))
        {
            Assert.True(page[273] >= ends);
            ends = page[273] + page[279];
            Assert.True(ends <= file.Length);
        }
    }

    private static LineInk Ink(int width, int from, int to)
    {
        var ink = new float[width * LineCrop.Height];
        for (var i = 0; i < ink.Length; i++)
        {
            ink[i] = i % width >= from && i % width < to ? 1 : 0;
        }

        return new LineInk(ink, width);
    }

    /// <summary>Of each page its entries by their tags.</summary>
    private static List<Dictionary<int, int>> Pages(byte[] file)
    {
        Assert.Equal("II*\0"u8, file.AsSpan(0, 4));
        List<Dictionary<int, int>> pages = [];
        for (var at = Int(file, 4); at != 0;)
        {
            var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));
            pages.Add(Enumerable.Range(0, count).Select(i => at + 2 + (12 * i)).ToDictionary(
                entry => (int)BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(entry)), entry => Int(file, entry + 8)));
            at = Int(file, at + 2 + (12 * count));
        }

        return pages;
    }

    private static int Int(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
}
