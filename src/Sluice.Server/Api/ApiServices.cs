using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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
        Map<SubmitEndpoint>(routes, VideoStreamRequest.Path)
            .Accepts<VideoStreamRequest>("application/json")
            .WithSummary("Submit a video stream for moderation")
            .WithDescription("On success requestId names the stream. The answer comes with HTTP 200 whatever its code.");
        Map<CloseEndpoint>(routes, FinishVideoStreamRequest.Path)
            .Accepts<FinishVideoStreamRequest>("application/json")
            .WithSummary("Close a video stream")
            .WithDescription("Ends a running moderation task by the requestId of its submission. Idempotent.");
    }

    private static RouteHandlerBuilder Map<T>(IEndpointRouteBuilder routes, string path)
        where T : class, IApiOperation
    {
        var pipeline = routes.ServiceProvider.GetRequiredService<ApiPipeline>();
        var operation = routes.ServiceProvider.GetRequiredService<T>();
        return routes.MapPost(path, (Delegate)((HttpContext context) => pipeline.HandleAsync(context, operation)))
            .Produces<Answer>(StatusCodes.Status200OK, "application/json")
            .WithTags("Video stream");
    }
}
