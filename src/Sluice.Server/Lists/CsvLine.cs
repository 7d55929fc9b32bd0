using System.Text;

namespace Sluice.Server.Lists;

/// <summary>A line of a table (RFC 4180) whose fields hold no line ends.</summary>
internal static class CsvLine
{
    /// <summary>The first field. Null: a quoted one does not end on this line, or something stands behind its end.</summary>
    public static string? First(string line)
    {
        string? first = null;
        for (var at = 0; ;)
        {
            var field = Field(line, ref at);
            if (field is null)
            {
                return null;
            }

            first ??= field;
            if (at >= line.Length)
            {
                return first;
            }

            at++;
        }
    }

    /// <summary>Goes on to the comma behind it, or the end.</summary>
    private static string? Field(string line, ref int at)
    {
        if (at >= line.Length || line[at] != '"')
        {
            var comma = line.IndexOf(',', at);
            var from = at;
            at = comma < 0 ? line.Length : comma;
            return line[from..at];
        }

        var field = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append(line[at++]);
            }
            else
            {
                at++;
                return at == line.Length || line[at] == ',' ? field.ToString() : null;
            }
        }

        return null;
    }
}
