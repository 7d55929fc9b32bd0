using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sluice.Protocol;

namespace Sluice.Server.Operations;

/// <summary>What the OpenAPI document says beyond what the endpoints declare.</summary>
internal static class ApiDocument
{
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Sluice",
                Version = "v4",
                Description = "Video stream moderation: submit a live stream, receive results at your callback URLs, close it.",
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(async (schema, context, cancellationToken) =>
        {
            // Its converter hides from the generator that it is one of two forms.
            if (context.JsonTypeInfo.Type == typeof(VideoStreamPayload))
            {
                schema.OneOf =
                [
                    await context.GetOrCreateSchemaAsync(typeof(VideoStreamData), cancellationToken: cancellationToken),
                    new OpenApiSchema { Type = JsonSchemaType.String, Description = "With encryptType: Base64 of the encrypted object." },
                ];
            }
        });
    }
}
