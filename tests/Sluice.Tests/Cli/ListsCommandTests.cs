using System.Diagnostics;
using System.Text.Json.Nodes;
using Sluice.Cli.Commands;

namespace Sluice.Tests.Cli;

public sealed class ListsCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-lists-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public async ValueTask InitializeAsync() => Assert.Equal(
        0, (await CommandRun.RunAsync(new KeysCommand(TimeProvider.System), "keys", "create", "--tenant", "acme", "--data", Data)).ExitCode);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_list_is_made_filled_shown_emptied_and_deleted()
    {
        Assert.Equal((0, "", ""), Whole(await ListsAsync("create", "ads", "--kind", "words", "--mode", "fuzzy", "--level", "REVIEW", "--label", "ad:mine", "--types", "ADVERT_DIRTY")));
        Assert.Equal((0, "3 added, 1 duplicates, 3 entries\n", ""), Whole(await ListsAsync("import", "ads", Write("a.txt", "b\r\n加微信\r\nb\r\n\r\na"))));
        Assert.Equal((0, "1 added, 1 duplicates, 4 entries\n", ""), Whole(await ListsAsync("import", "ads", Write("a.csv", "\"c, d\",1\na,2\n"))));
        Assert.Equal((0, "a\nb\nc, d\n加微信\n", ""), Whole(await ListsAsync("show", "ads")));
        Assert.Equal((0, "2 removed, 2 entries\n", ""), Whole(await ListsAsync("remove", "ads", "a", "x", "b")));

        var list = JsonNode.Parse((await ListsAsync("list", "--json")).Output)!.AsArray().Single()!;
        Assert.Equal(
            ("ads", "words", "black", "fuzzy", "REVIEW", "ad", "mine", "mine", 2),
            ((string?)list["name"], (string?)list["kind"], (string?)list["colour"], (string?)list["mode"], (string?)list["level"],
                (string?)list["riskLabel1"], (string?)list["riskLabel2"], (string?)list["riskLabel3"], (int)list["entries"]!));
        Assert.Contains("ads   words  black   fuzzy  REVIEW  ad:mine:mine  ADVERT_DIRTY  2", (await ListsAsync("list")).Output);

        Assert.Equal(0, (await ListsAsync("delete", "ads")).ExitCode);
        Assert.Equal("[]", (await ListsAsync("list", "--json")).Output.Trim());
        Assert.Equal((1, "", $"sluice: acme has no list 'ads' in {Data}\n"), Whole(await ListsAsync("delete", "ads")));
    }

    [Fact]
    public async Task A_hundred_thousand_lines_are_imported_in_seconds_and_one_more_is_refused()
    {
        await ListsAsync("create", "ads", "--kind", "words");
        var lines = string.Join("\r\n", Enumerable.Range(0, 100_000).Select(i => $"word {i} 加微信"));
        var watch = Stopwatch.StartNew();
        Assert.Equal((0, "100000 added, 0 duplicates, 100000 entries\n", ""), Whole(await ListsAsync("import", "ads", Write("a.csv", lines))));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");

        var longer = Write("b.txt", lines + "\nmore");
        Assert.Equal((1, "", $"sluice: {longer}: more than 100000 lines\n"), Whole(await ListsAsync("import", "ads", longer)));
        Assert.Equal(
            (1, "", "sluice: 'ads': a list holds at most 100000 entries; 0 were added before that\n"), Whole(await ListsAsync("import", "ads", Write("c.txt", "more"))));
    }

    [Fact]
    public async Task A_file_with_an_error_is_named_with_the_line_and_adds_nothing()
    {
        await ListsAsync("create", "ads", "--kind", "hosts");
        var (good, bad) = (Write("good.txt", "a.example"), Write("bad.txt", "b.example\nnot a host"));
        var broken = Path.Combine(_folder.FullName, "broken.txt");
        await File.WriteAllBytesAsync(broken, [(byte)'a', (byte)'\n', 0xff], TestContext.Current.CancellationToken);

        Assert.Equal((1, "", $"sluice: {bad}: line 2: must be a host, such as example.com\n"), Whole(await ListsAsync("import", "ads", good, bad)));
        Assert.Contains("broken.txt: line 1: must be a host", (await ListsAsync("import", "ads", broken)).Error);
        Assert.Equal("", (await ListsAsync("show", "ads")).Output);
        await ListsAsync("create", "words", "--kind", "words");
        Assert.Equal((1, "", $"sluice: {broken}: line 2: not valid UTF-8\n"), Whole(await ListsAsync("import", "words", broken)));
        Assert.Contains("nothing.txt", (await ListsAsync("import", "words", Path.Combine(_folder.FullName, "nothing.txt"))).Error);
    }

    [Fact]
    public async Task Pictures_are_listed_by_what_they_look_like_whatever_their_size_and_format()
    {
        await ListsAsync("create", "banners", "--kind", "images");
        var coffee = Path.Combine(Hosting.DocumentationTests.Root, "tests", "Sluice.Tests", "Pictures", "coffee.jpg");

        Assert.Equal((0, "1 added, 0 duplicates, 1 entries\n", ""), Whole(await ListsAsync("import", "banners", coffee)));
        var hash = (await ListsAsync("show", "banners")).Output.Trim();
        Assert.Matches("^[0-9a-f]{16}$", hash);
        using var picture = Server.Detection.JpegDecoder.Decode(await File.ReadAllBytesAsync(coffee, TestContext.Current.CancellationToken));
        Assert.InRange(Server.Detection.PictureHash.Distance(Server.Detection.PictureHash.Of(picture), Server.Lists.ListEntry.ToHash(hash)), 0, 2);
        Assert.Equal((0, "0 added, 1 duplicates, 1 entries\n", ""), Whole(await ListsAsync("import", "banners", Write("a.txt", hash.ToUpperInvariant()))));

        var none = Write("none.jpg", "no picture");
        Assert.Equal((1, "", $"sluice: {none}: it is no picture\n"), Whole(await ListsAsync("import", "banners", none)));
    }

    [Theory]
    [InlineData("create", "x", "--kind", "things")]
    [InlineData("create", "x")]
    [InlineData("create", "", "--kind", "words")]
    [InlineData("create", "x", "--kind", "hosts", "--mode", "exact")]
    [InlineData("create", "x", "--kind", "words", "--colour", "white", "--level", "REVIEW")]
    [InlineData("create", "x", "--kind", "words", "--level", "PASS")]
    [InlineData("create", "x", "--kind", "words", "--label", "a:b:c:d")]
    [InlineData("create", "x", "--kind", "words", "--label", "normal")]
    [InlineData("create", "x", "--kind", "words", "--types", "ADVERT_FLYING")]
    [InlineData("import", "x")]
    [InlineData("remove", "x")]
    public async Task Wrong_usage_makes_nothing(params string[] args)
    {
        Assert.Equal(2, (await ListsAsync(args)).ExitCode);
        Assert.Equal("[]", (await ListsAsync("list", "--json")).Output.Trim());
    }

    [Fact]
    public async Task Who_is_not_there_has_no_lists()
    {
        Assert.Equal(1, (await ListsAsync("import", "x", Write("a.txt", "a"))).ExitCode);
        await ListsAsync("create", "x", "--kind", "words");
        Assert.Equal((1, "", "sluice: acme has a list 'x' already\n"), Whole(await ListsAsync("create", "x", "--kind", "words")));
        var nobody = await CommandRun.RunAsync(
            new ListsCommand(TimeProvider.System), "lists", "create", "x", "--kind", "words", "--tenant", "nobody", "--data", Data);
        Assert.Equal((1, "", $"sluice: no such tenant in {Data}\n"), Whole(nobody));
    }

    private static (int, string, string) Whole(CommandRun run) => (run.ExitCode, run.Output, run.Error);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<CommandRun> ListsAsync(params string[] args) => CommandRun.RunAsync(
        new ListsCommand(TimeProvider.System), ["lists", .. args, "--tenant", "acme", "--data", Data]);
}
