using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Server.Callbacks;
using Sluice.Server.Children;
using Sluice.Server.Evidence;
using Sluice.Server.Pulling.Gate;

namespace Sluice.Server.Pulling;

internal static class PullingServices
{
    /// <summary>Needs the egress room.</summary>
    /// <param name="services">Where the room is added.</param>
    /// <param name="dataFolder">What no child may see.</param>
    public static IServiceCollection AddPulling(this IServiceCollection services, string dataFolder)
    {
        services.AddOptions<PullOptions>().BindConfiguration(PullOptions.Section);
        services.AddSingleton<IValidateOptions<PullOptions>, PullOptionsValidator>();
        services.AddSingleton<PullMetrics>();
        services.AddSingleton<WaitingFrames>();
        services.AddSingleton<SourceTrust>();
        services.AddSingleton<SourceConnector>();
        services.AddSingleton(_ => ChildNetwork.Create());
        services.AddSingleton<EgressGate>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<PullOptions>>().Value;
            return new Sandbox(options.Sandbox, options.ChildMemoryBytes, dataFolder, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<ProgramHelp>();
        services.AddSingleton<IPuller, FfmpegPuller>();
        services.AddSingleton<EvidenceKeeper>();
        services.AddSingleton<CallbackBodies>();
        services.AddSingleton<PullSessionFactory>();
        return services;
    }
}
