using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Prometheus;
using Scalar.AspNetCore;

namespace Sluice.Server.Operations;

internal static class OperationsServices
{
    private const string Ready = "ready";

    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddOpenApi(ApiDocument.Describe);
        // Only the document is made with these: an answer has both errorCode and errorcode.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNameCaseInsensitive = false);
        services.AddHostedService<MetricsStarter>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store", HealthStatus.Unhealthy, [Ready], CheckTimeout)
            .AddCheck<OverloadHealthCheck>("streams", HealthStatus.Degraded, [Ready]);
        return services;
    }

    /// <summary><c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>, the OpenAPI document and a page to read it.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        // The process answers.
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        // It can also do its work.
        routes.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync });
        routes.MapMetrics("/metrics");
        routes.MapOpenApi("/openapi/v1.json");
        // The page comes whole from this server: no fonts and no scripts from elsewhere.
        routes.MapScalarApiReference("/docs", options => options
            .WithTitle("Sluice API")
            .WithOpenApiRoutePattern("/openapi/v1.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton());
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description ?? "no answer in time"}\n");
        return context.Response.WriteAsync(string.Concat(report.Status == HealthStatus.Unhealthy ? lines : lines.Prepend("ok\n")));
    }
}
