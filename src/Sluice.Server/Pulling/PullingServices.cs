using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Server.Callbacks;
using Sluice.Server.Egress;
using Sluice.Server.Evidence;

namespace Sluice.Server.Pulling;

internal static class PullingServices
{
    public static IServiceCollection AddPulling(this IServiceCollection services)
    {
        services.AddOptions<PullOptions>().BindConfiguration(PullOptions.Section);
        services.AddSingleton<IValidateOptions<PullOptions>, PullOptionsValidator>();
        services.AddSingleton<PullMetrics>();
        services.AddSingleton<FfmpegPuller>();
        services.AddSingleton<IPuller>(provider =>
            new CheckedPuller(provider.GetRequiredService<FfmpegPuller>(), provider.GetRequiredService<EgressResolver>()));
        services.AddSingleton<EvidenceKeeper>();
        services.AddSingleton<CallbackBodies>();
        services.AddSingleton<PullSessionFactory>();
        return services;
    }
}
