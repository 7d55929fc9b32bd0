namespace Sluice.Server.Detection.Faces;

/// <summary>A picture of the gallery, as it was when it was listed: one that changes is another.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Person">Whom it shows.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ChangedAt">Last written.</param>
internal readonly record struct GalleryFile(string Path, string Person, long Length, DateTime ChangedAt)
{
    public static GalleryFile Of(FileInfo file, string person) => new(file.FullName, person, file.Length, file.LastWriteTimeUtc);
}
