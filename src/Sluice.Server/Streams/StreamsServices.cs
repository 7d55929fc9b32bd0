using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Streams;

internal static class StreamsServices
{
    public static IServiceCollection AddStreams(this IServiceCollection services)
    {
        services.AddOptions<StreamsOptions>().BindConfiguration(StreamsOptions.Section);
        services.AddSingleton<IValidateOptions<StreamsOptions>, StreamsOptionsValidator>();
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<StreamHost>();
        services.AddSingleton<INodeMessenger>(provider => provider.GetRequiredService<StreamHost>());
        services.AddHostedService(provider => provider.GetRequiredService<StreamHost>());
        return services;
    }
}
