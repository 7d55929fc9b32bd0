using System.Text;

namespace Sluice.Cli.Asking;

/// <summary>Rows of text in columns as wide as they need to be.</summary>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(OneLine)]);

    public async Task WriteAsync(TextWriter output)
    {
        var widths = Enumerable.Range(0, header.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    // Rooms and names are a caller's text: what would steer a terminal is shown, not done.
    private static string OneLine(string cell)
    {
        if (!cell.Any(char.IsControl))
        {
            return cell;
        }

        var shown = new StringBuilder();
        foreach (var c in cell)
        {
            shown.Append(char.IsControl(c) ? '?' : c);
        }

        return shown.ToString();
    }
}
