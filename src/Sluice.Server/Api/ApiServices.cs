using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.RateLimit;
using Sluice.Server.Api.Submission;

namespace Sluice.Server.Api;

internal static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<IRateCounter, LocalRateCounter>();
        services.AddSingleton<AddressRules>();
        services.AddSingleton<StreamDataReader>();
        services.AddSingleton<SubmissionReader>();
        services.AddSingleton<SubmitEndpoint>();
        services.AddSingleton<CloseEndpoint>();
        return services;
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        Map<SubmitEndpoint, VideoStreamRequest>(routes, VideoStreamRequest.Path)
            .WithSummary("Submit a video stream for moderation")
            .WithDescription("On success requestId names the stream. The answer comes with HTTP 200 whatever its code.");
        Map<CloseEndpoint, FinishVideoStreamRequest>(routes, FinishVideoStreamRequest.Path)
            .WithSummary("Close a video stream")
            .WithDescription("Ends a running moderation task by the requestId of its submission. Idempotent.");
    }

    private static RouteHandlerBuilder Map<TOperation, TRequest>(IEndpointRouteBuilder routes, string path)
        where TOperation : class, IApiOperation
    {
        var pipeline = routes.ServiceProvider.GetRequiredService<ApiPipeline>();
        var operation = routes.ServiceProvider.GetRequiredService<TOperation>();
        return routes.MapPost(path, (Delegate)((HttpContext context) => pipeline.HandleAsync(context, operation)))
            .Produces<Answer>(StatusCodes.Status200OK, "application/json")
            .WithTags("Video stream")
            .AddOpenApiOperationTransformer(DescribeBodyAsync<TRequest>);
    }

    // Declaring what is accepted would make routing refuse every other content type, and real clients send anything.
    private static async Task DescribeBodyAsync<TRequest>(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = await context.GetOrCreateSchemaAsync(typeof(TRequest), cancellationToken: cancellationToken),
                },
            },
        };
}
