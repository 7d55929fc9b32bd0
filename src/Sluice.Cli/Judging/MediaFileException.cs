namespace Sluice.Cli.Judging;

/// <summary>A file cannot be read, or not to its end. The message says why and does not name it.</summary>
internal sealed class MediaFileException(string message) : Exception(message);
