using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Sluice.Server.Operations;

/// <summary>What the OpenAPI document says about the API as a whole.</summary>
internal static class ApiDocument
{
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "Sluice",
            Version = "v4",
            Description = "Video stream moderation: submit a live stream, receive results at your callback URLs, close it.",
        };
        return Task.CompletedTask;
    });
}
