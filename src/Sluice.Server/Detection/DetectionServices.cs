using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection;

internal static class DetectionServices
{
    public static IServiceCollection AddDetection(this IServiceCollection services)
    {
        services.AddOptions<DetectionOptions>().BindConfiguration(DetectionOptions.Section);
        services.AddSingleton<IValidateOptions<DetectionOptions>, DetectionOptionsValidator>();
        services.AddSingleton<DetectionMetrics>();
        services.AddSingleton(_ => DetectorCatalog.Find());
        services.AddSingleton<DetectorRunner>();
        services.AddSingleton<IFrameJudge>(provider => provider.GetRequiredService<DetectorRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<DetectorRunner>());
        return services;
    }
}
