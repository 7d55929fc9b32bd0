namespace Sluice.Cli.Judging;

/// <summary>A file cannot be read, or not to its end. The message says why and does not name it.</summary>
internal sealed class MediaFileException(string message) : Exception(message)
{
    /// <summary>It can be read, and there is nothing in it of what was looked for.</summary>
    public bool IsOther { get; init; }
}
