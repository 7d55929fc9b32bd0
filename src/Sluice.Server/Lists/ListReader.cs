using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Server.Lists;

/// <summary>Reads texts of entries. Lines end as on any system, empty ones count for nothing, a byte order mark is left out.</summary>
internal static class ListReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="kind">Of the list that they are for.</param>
    /// <param name="format">How they are written.</param>
    /// <param name="text">UTF-8.</param>
    public static ListReading Read(ListKind kind, ListFormat format, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        if (text.TrimEnd("\r\n"u8).Count((byte)'\n') >= ListLimits.Entries)
        {
            return ListReading.Failed($"more than {ListLimits.Entries} lines");
        }

        var entries = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var given = 0;
        for (var line = 1; text.Length > 0; line++)
        {
            var end = text.IndexOf((byte)'\n');
            var bytes = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            if (bytes.EndsWith((byte)'\r'))
            {
                bytes = bytes[..^1];
            }

            if (ReadLine(kind, format, bytes, out var problem) is { } entry)
            {
                given++;
                if (seen.Add(entry))
                {
                    entries.Add(entry);
                }
            }
            else if (problem.Length > 0)
            {
                return ListReading.Failed(string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"));
            }
        }

        return new ListReading(entries, given, null);
    }

    /// <summary>Null without a problem: there is nothing in it.</summary>
    private static string? ReadLine(ListKind kind, ListFormat format, ReadOnlySpan<byte> bytes, out string problem)
    {
        problem = "";
        if (!Utf8.IsValid(bytes))
        {
            problem = "not valid UTF-8";
            return null;
        }

        var line = Encoding.UTF8.GetString(bytes);
        if (string.IsNullOrWhiteSpace(line))
        {
            return null;
        }

        var written = format == ListFormat.Csv ? CsvLine.First(line) : line;
        if (written is null)
        {
            problem = "a quoted field must end on its line, before a comma";
            return null;
        }

        return ListEntry.Read(kind, written, out problem);
    }
}
