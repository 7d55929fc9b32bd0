using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Lists;
using Sluice.Server.Api.Operator;
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
        services.AddSingleton<ListStreamsEndpoint>();
        services.AddSingleton<ShowStreamEndpoint>();
        services.AddSingleton<CloseStreamsEndpoint>();
        services.AddSingleton<ListCallbacksEndpoint>();
        services.AddSingleton<ReplayCallbacksEndpoint>();
        services.AddSingleton<CreateListEndpoint>();
        services.AddSingleton<ListListsEndpoint>();
        services.AddSingleton<ShowListEndpoint>();
        services.AddSingleton<ImportListEndpoint>();
        services.AddSingleton<RemoveEntriesEndpoint>();
        services.AddSingleton<DeleteListEndpoint>();
        return services;
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        Map<SubmitEndpoint, VideoStreamRequest, Answer>(routes, VideoStreamRequest.Path, "Video stream")
            .WithSummary("Submit a video stream for moderation")
            .WithDescription("On success requestId names the stream. The answer comes with HTTP 200 whatever its code.");
        Map<CloseEndpoint, FinishVideoStreamRequest, Answer>(routes, FinishVideoStreamRequest.Path, "Video stream")
            .WithSummary("Close a video stream")
            .WithDescription("Ends a running moderation task by the requestId of its submission. Idempotent.");
        MapOperator(routes);
        MapLists(routes);
    }

    private static void MapOperator(IEndpointRouteBuilder routes)
    {
        const string Streams = "Streams";
        const string Callbacks = "Callbacks";
        Map<ListStreamsEndpoint, ListStreamsRequest, ListStreamsAnswer>(routes, ListStreamsRequest.Path, Streams)
            .WithSummary("List streams, newest first");
        Map<ShowStreamEndpoint, ShowStreamRequest, ShowStreamAnswer>(routes, ShowStreamRequest.Path, Streams)
            .WithSummary("Show a stream");
        Map<CloseStreamsEndpoint, CloseStreamsRequest, CloseStreamsAnswer>(routes, CloseStreamsRequest.Path, Streams)
            .WithSummary("Close streams by ids, by room, by url, or all");
        Map<ListCallbacksEndpoint, ListCallbacksRequest, ListCallbacksAnswer>(routes, ListCallbacksRequest.Path, Callbacks)
            .WithSummary("List callbacks, newest first");
        Map<ReplayCallbacksEndpoint, ReplayCallbacksRequest, ReplayCallbacksAnswer>(routes, ReplayCallbacksRequest.Path, Callbacks)
            .WithSummary("Send delivered and dead callbacks again");
    }

    private static void MapLists(IEndpointRouteBuilder routes)
    {
        const string Lists = "Lists";
        Map<CreateListEndpoint, CreateListRequest, ListAnswer>(routes, CreateListRequest.Path, Lists)
            .WithSummary("Make a custom list");
        Map<ListListsEndpoint, ListListsRequest, ListListsAnswer>(routes, ListListsRequest.Path, Lists)
            .WithSummary("List custom lists");
        Map<ShowListEndpoint, ShowListRequest, ShowListAnswer>(routes, ShowListRequest.Path, Lists)
            .WithSummary("Show a custom list with its entries");
        Map<ImportListEndpoint, ImportListRequest, ImportListAnswer>(routes, ImportListRequest.Path, Lists)
            .WithSummary("Add entries to a custom list");
        Map<RemoveEntriesEndpoint, RemoveEntriesRequest, RemoveEntriesAnswer>(routes, RemoveEntriesRequest.Path, Lists)
            .WithSummary("Remove entries from a custom list");
        Map<DeleteListEndpoint, DeleteListRequest, Answer>(routes, DeleteListRequest.Path, Lists)
            .WithSummary("Remove a custom list");
    }

    private static RouteHandlerBuilder Map<TOperation, TRequest, TAnswer>(IEndpointRouteBuilder routes, string path, string tag)
        where TOperation : class, IApiOperation
        where TAnswer : Answer
    {
        var pipeline = routes.ServiceProvider.GetRequiredService<ApiPipeline>();
        var operation = routes.ServiceProvider.GetRequiredService<TOperation>();
        return routes.MapPost(path, (Delegate)((HttpContext context) => pipeline.HandleAsync(context, operation)))
            .Produces<TAnswer>(StatusCodes.Status200OK, "application/json")
            .WithTags(tag)
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
