namespace Sluice.Server.Lists;

/// <summary>How entries are written down.</summary>
internal enum ListFormat
{
    /// <summary>One a line.</summary>
    Text,

    /// <summary>The first column of a table whose columns are parted by commas (RFC 4180).</summary>
    Csv,
}
