using Sluice.Server.Detection;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Lists;

namespace Sluice.Cli.Lists;

/// <summary>A file of entries: a text, a table, or for a list of images a picture.</summary>
internal static class EntryFile
{
    /// <param name="path">The file.</param>
    /// <param name="kind">Of the list that it is for.</param>
    /// <param name="format">Null: as its name says, <c>.csv</c> or something else.</param>
    /// <exception cref="CommandFailedException">It cannot be read, or an entry of it is none: named with its line.</exception>
    public static ListReading Read(string path, ListKind kind, ListFormat? format)
    {
        var bytes = Bytes(path);
        var reading = kind == ListKind.Images && format is null && !IsNamed(path, ".txt") && !IsNamed(path, ".csv")
            ? OfPicture(bytes)
            : ListReader.Read(kind, format ?? (IsNamed(path, ".csv") ? ListFormat.Csv : ListFormat.Text), bytes);
        return reading.Error is { } error ? throw new CommandFailedException($"{path}: {error}") : reading;
    }

    private static ListReading OfPicture(byte[] bytes)
    {
        try
        {
            using var picture = PortraitDecoder.Decode(bytes);
            return ListEntry.Read(ListKind.Images, ListEntry.OfHash(PictureHash.Of(picture)), out var problem) is { } entry
                ? new ListReading([entry], 1, null)
                : ListReading.Failed(problem);
        }
        catch (PictureException failure)
        {
            return ListReading.Failed(failure.Message);
        }
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > ListLimits.FileBytes }
                ? throw new CommandFailedException($"{path}: at most {ListLimits.FileBytes / 1024 / 1024} MiB")
                : File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path}: {failure.Message}", failure);
        }
    }

    private static bool IsNamed(string path, string extension) => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
