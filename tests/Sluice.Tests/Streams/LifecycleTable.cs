using Sluice.Server.Streams;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Streams;

/// <summary>The table of docs/architecture.md that says what each event does to a stream.</summary>
internal static class LifecycleTable
{
    /// <summary>Each column with the events it stands for; where it has several sequences, the cell holds for each.</summary>
    public static readonly IReadOnlyDictionary<string, StreamEvent[][]> Columns = new Dictionary<string, StreamEvent[][]>
    {
        ["close"] = [[StreamEvent.ClosedByClient], [StreamEvent.ClosedByOperator]],
        ["second close"] =
            [[StreamEvent.ClosedByClient, StreamEvent.ClosedByOperator], [StreamEvent.ClosedByOperator, StreamEvent.ClosedByClient]],
        ["submit of the same source"] = [[StreamEvent.SubmittedAgain]],
        ["opening"] = [[StreamEvent.Opening]],
        ["media"] = [[StreamEvent.MediaArrived]],
        ["attempt fails"] = [[StreamEvent.AttemptFailed]],
        ["schedule used up"] = [[StreamEvent.PullFailed]],
        ["source end"] = [[StreamEvent.SourceEnded]],
        ["drained"] = [[StreamEvent.Drained]],
        ["restart"] = [[StreamEvent.TakenUp]],
    };

    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Rows = new(() =>
        Parse(File.ReadLines(Path.Combine(DocumentationTests.Root, "docs", "architecture.md"))));

    public static LifecycleCell Cell(StreamState state, string column) =>
        LifecycleCell.Read(Rows.Value[StreamStates.NameOf(state)][column], state);

    /// <summary>The one table whose first column is called <c>state</c>. Exactly these rows and columns, or it is an error.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Parse(IEnumerable<string> page)
    {
        var lines = page.SkipWhile(line => !line.StartsWith("| state |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|')).Select(Cells).ToArray();
        Assert.Equal(["state", .. Columns.Keys], lines[0]);
        Assert.Equal(StreamStates.Names, lines.Skip(2).Select(line => line[0]));
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
        return lines.Skip(2).ToDictionary(
            line => line[0],
            line => (IReadOnlyDictionary<string, string>)lines[0].Zip(line).Skip(1).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
}
