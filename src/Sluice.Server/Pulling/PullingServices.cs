using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Server.Callbacks;
using Sluice.Server.Evidence;
using Sluice.Server.Pulling.Gate;

namespace Sluice.Server.Pulling;

internal static class PullingServices
{
    /// <summary>Needs the egress room.</summary>
    public static IServiceCollection AddPulling(this IServiceCollection services)
    {
        services.AddOptions<PullOptions>().BindConfiguration(PullOptions.Section);
        services.AddSingleton<IValidateOptions<PullOptions>, PullOptionsValidator>();
        services.AddSingleton<PullMetrics>();
        services.AddSingleton<WaitingFrames>();
        services.AddSingleton<SourceTrust>();
        services.AddSingleton<SourceConnector>();
        services.AddSingleton<EgressGate>();
        services.AddSingleton<IPuller, FfmpegPuller>();
        services.AddSingleton<EvidenceKeeper>();
        services.AddSingleton<CallbackBodies>();
        services.AddSingleton<PullSessionFactory>();
        return services;
    }
}
