using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

/// <summary>A stream's frames one after the other: what is read again, and what is noticed.</summary>
public sealed class TextMemoryTests : IDisposable
{
    private readonly TextRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Text_that_did_not_change_is_not_searched_or_read_again()
    {
        await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600)));
        Assert.Equal(1, _rig.Work.Lines);

        Assert.Equal(["Breaking news"], TextRig.Said(await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600)))));

        Assert.Equal(new ReadingWork(0, 0), _rig.Work);
    }

    [Fact]
    public async Task A_picture_that_only_becomes_brighter_is_not_searched_again()
    {
        await _rig.SeeAsync(TextRig.Frame(32, [("Breaking news", 200, 600)]));

        await _rig.SeeAsync(TextRig.Frame(32, [("Breaking news", 200, 600)], brightness: 4));

        Assert.Equal(new ReadingWork(0, 0), _rig.Work);
    }

    [Theory]
    [InlineData("Breaking news", "Breaking views")]
    [InlineData("call 13800138000", "call 13800138001")]
    [InlineData("abc", "abc!")]
    public async Task A_line_of_which_a_word_or_a_character_changed_is_read_again_and_no_other(string before, string after)
    {
        await _rig.SeeAsync(TextRig.Frame((before, 200, 600), ("Channel five", 100, 100)));

        var found = await _rig.SeeAsync(TextRig.Frame((after, 200, 600), ("Channel five", 100, 100)));

        Assert.Equal(["Channel five", after], TextRig.Said(found));
        Assert.Equal(1, _rig.Work.Lines);
        Assert.InRange(_rig.Work.Searched, 1, 1280 * 720 / 2);
    }

    [Theory]
    [InlineData(200, 300)]
    [InlineData(440, 600)]
    [InlineData(1000, 40)]
    [InlineData(1100, 710)]
    public async Task Text_that_comes_anywhere_is_read_and_what_was_there_is_not(float left, float bottom)
    {
        await _rig.SeeAsync(TextRig.Frame(("Breaking", 200, 600)));

        var found = await _rig.SeeAsync(TextRig.Frame(("Breaking", 200, 600), ("join us", left, bottom)));

        Assert.Equal(["Breaking", "join us"], TextRig.Said(found).Order(StringComparer.Ordinal));
        Assert.InRange(_rig.Work.Lines, 1, 2);
    }

    [Fact]
    public async Task Text_that_goes_is_gone_and_comes_back_when_it_does()
    {
        await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600), ("Channel five", 100, 100)));

        Assert.Equal(["Channel five"], TextRig.Said(await _rig.SeeAsync(TextRig.Frame(("Channel five", 100, 100)))));
        Assert.Equal(["Channel five", "Breaking news"], TextRig.Said(await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600), ("Channel five", 100, 100)))));
    }

    [Fact]
    public async Task A_line_that_moves_is_where_it_is_and_no_more_where_it_was()
    {
        await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600)));

        var line = Assert.Single(await _rig.SeeAsync(TextRig.Frame(("Breaking news", 230, 560))));

        Assert.Equal("Breaking news", line.Content);
        Assert.InRange(line.Location!.Value.X1, 215, 235);
    }

    [Fact]
    public async Task Once_in_a_while_the_whole_frame_is_searched_and_known_lines_are_still_not_read()
    {
        await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600)));
        _rig.Time.Advance(new TextOptions().SearchAgainAfter);

        Assert.Equal(["Breaking news"], TextRig.Said(await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600)))));

        Assert.Equal(new ReadingWork(1280 * 720, 0), _rig.Work);
    }

    [Fact]
    public async Task A_frame_of_another_size_is_read_from_the_beginning()
    {
        await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600)));
        using var small = new TestPicture(640, 360);

        Assert.Empty(await _rig.SeeAsync(small.Jpeg()));
        Assert.Equal(640 * 360, _rig.Work.Searched);
    }

    [Fact]
    public async Task Streams_are_remembered_each_for_itself()
    {
        await _rig.SeeAsync(TextRig.Frame(("Breaking news", 200, 600)));

        Assert.Equal(["Breaking news"], TextRig.Said(await _rig.SeeAloneAsync(TextRig.Frame(("Breaking news", 200, 600)))));

        Assert.Equal(1, _rig.Work.Lines);
    }
}
