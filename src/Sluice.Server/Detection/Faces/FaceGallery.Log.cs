using Microsoft.Extensions.Logging;

namespace Sluice.Server.Detection.Faces;

internal sealed partial class FaceGallery
{
    [LoggerMessage(EventName = "GalleryRead", Level = LogLevel.Information, Message = "The gallery {Folder} was read: {Faces} faces are known, {Skipped} pictures are left out")]
    private partial void LogRead(string folder, int faces, int skipped);

    [LoggerMessage(EventName = "GalleryPictureSkipped", Level = LogLevel.Warning, Message = "{File} of the gallery is left out: {Reason}")]
    private partial void LogSkipped(string file, string reason);

    [LoggerMessage(EventName = "GalleryUnreadable", Level = LogLevel.Warning, Message = "The gallery {Folder} cannot be read: {Reason}")]
    private partial void LogUnreadable(string folder, string reason);

    [LoggerMessage(EventName = "GalleryTooLarge", Level = LogLevel.Warning, Message = "The gallery {Folder} has {Count} pictures: only {Most} are used")]
    private partial void LogTooMany(string folder, int count, int most);
}
