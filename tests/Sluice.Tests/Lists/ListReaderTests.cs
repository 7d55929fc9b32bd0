using System.Text;
using Sluice.Server.Lists;

namespace Sluice.Tests.Lists;

/// <summary>Texts and tables of entries, as programs on all systems write them.</summary>
public sealed class ListReaderTests
{
    [Theory]
    [InlineData("a\nb", ListFormat.Text)]
    [InlineData("a\r\nb\r\n\r\n", ListFormat.Text)]
    [InlineData("\ufeff a \n\n\tb\t\n", ListFormat.Text)]
    [InlineData("a,1\nb,2\n", ListFormat.Csv)]
    [InlineData("\ufeff\"a\",\"x,\"\"y\"\"\"\r\n\"b\"\r\n", ListFormat.Csv)]
    [InlineData("a,,\nb,\"\"\n", ListFormat.Csv)]
    public void Lines_end_as_anywhere_and_quotes_marks_and_empty_lines_are_left_out(string text, object format)
    {
        Assert.Equal(["a", "b"], Read(text, (ListFormat)format).Entries);
    }

    [Fact]
    public void A_quoted_field_holds_commas_and_quotes_and_a_text_is_taken_as_it_stands()
    {
        Assert.Equal(["a, \"b\""], Read("\"a, \"\"b\"\"\",c", ListFormat.Csv).Entries);
        Assert.Equal(["\"a\",b", "#c"], Read("\"a\",b\n#c", ListFormat.Text).Entries);
    }

    [Fact]
    public void Repeats_are_counted()
    {
        var reading = Read("a\nb\na\na", ListFormat.Text);
        Assert.Equal((2, 4), (reading.Entries.Count, reading.Given));
    }

    [Theory]
    [InlineData("a\n\"b", ListFormat.Csv, "line 2: a quoted field must end on its line, before a comma")]
    [InlineData("\"a\"b,c", ListFormat.Csv, "line 1: a quoted field must end on its line, before a comma")]
    [InlineData("a,\"b\nc\"", ListFormat.Csv, "line 1: a quoted field must end on its line, before a comma")]
    [InlineData("a\n,b", ListFormat.Csv, "line 2: must not be empty")]
    [InlineData("a\n!?\n", ListFormat.Text, "line 2: must hold a letter or a digit")]
    [InlineData("a\rb\n", ListFormat.Text, "line 1: must hold no control characters")]
    public void An_error_names_its_line(string text, object format, string error)
    {
        var reading = Read(text, (ListFormat)format);
        Assert.Equal((error, 0), (reading.Error, reading.Entries.Count));
    }

    [Fact]
    public void Broken_UTF_8_and_too_long_words_are_named_with_their_line()
    {
        Assert.Equal("line 2: not valid UTF-8", ListReader.Read(ListKind.Words, ListFormat.Text, [(byte)'a', (byte)'\n', 0xE5, 0x8A, (byte)'\n']).Error);
        Assert.Equal("line 1: at most 100 characters", Read(new string('字', 101), ListFormat.Text).Error);
        Assert.Null(Read(string.Concat(Enumerable.Repeat("😀a", 50)), ListFormat.Text).Error);
    }

    [Fact]
    public void A_hundred_thousand_lines_are_read_and_one_more_is_not()
    {
        var lines = string.Join('\n', Enumerable.Range(0, ListLimits.Entries).Select(i => $"word{i}"));
        Assert.Equal(ListLimits.Entries, Read(lines + "\n\n", ListFormat.Text).Entries.Count);
        Assert.Equal("more than 100000 lines", Read(lines + "\nmore", ListFormat.Text).Error);
    }

    [Theory]
    [InlineData(ListKind.Hosts, "Bad.Example.", "bad.example")]
    [InlineData(ListKind.Hosts, "例子.中国", "xn--fsqu00a.xn--fiqs8s")]
    [InlineData(ListKind.Images, "0123456789ABCDEF", "0123456789abcdef")]
    [InlineData(ListKind.Faces, " Ann Lee ", "Ann Lee")]
    [InlineData(ListKind.Words, "加 微信", "加 微信")]
    public void An_entry_is_kept_in_one_spelling(object kind, string text, string entry) =>
        Assert.Equal(entry, ListEntry.Read((ListKind)kind, text, out _));

    [Theory]
    [InlineData(ListKind.Hosts, "https://bad.example/", "must be a host, such as example.com")]
    [InlineData(ListKind.Hosts, "localhost", "must be a host, such as example.com")]
    [InlineData(ListKind.Images, "0123", "must be a hash of 16 hexadecimal digits")]
    [InlineData(ListKind.Images, "0123456789abcdeg", "must be a hash of 16 hexadecimal digits")]
    [InlineData(ListKind.Images, "000000000000003f", "the picture is too plain: every plain picture would look like it")]
    [InlineData(ListKind.Faces, " ", "must not be empty")]
    public void What_is_no_entry_is_told_why(object kind, string text, string problem)
    {
        Assert.Null(ListEntry.Read((ListKind)kind, text, out var why));
        Assert.Equal(problem, why);
    }

    private static ListReading Read(string text, ListFormat format) => ListReader.Read(ListKind.Words, format, Encoding.UTF8.GetBytes(text));
}
