using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Server.Evidence;

/// <summary>Serves evidence at its signed links.</summary>
internal static class EvidenceEndpoint
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var urls = routes.ServiceProvider.GetRequiredService<EvidenceUrls>();
        var folder = routes.ServiceProvider.GetRequiredService<EvidenceFolder>();
        routes.MapMethods("/evidence/{**key}", Methods, (HttpContext context, string? key) => Serve(context, key ?? "", urls, folder))
            .ExcludeFromDescription();
    }

    private static IResult Serve(HttpContext context, string key, EvidenceUrls urls, EvidenceFolder folder)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "private";
        headers.XContentTypeOptions = "nosniff";

        var query = context.Request.Query;
        switch (urls.Verify(key, query["e"], query["s"]))
        {
            case EvidenceAccess.BadSignature:
                return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
            case EvidenceAccess.Expired:
                return TypedResults.StatusCode(StatusCodes.Status410Gone);
        }

        if (!EvidenceFolder.IsKey(key))
        {
            return TypedResults.NotFound();
        }

        try
        {
            // Opened here: the retention may remove it at any moment, an open file is served to its end all the same.
            var file = new FileStream(
                folder.PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous);
            return TypedResults.Stream(
                file,
                EvidenceFolder.ContentTypeOf(key),
                lastModified: File.GetLastWriteTimeUtc(file.SafeFileHandle),
                enableRangeProcessing: true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return TypedResults.NotFound();
        }
    }
}
