using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Server.Verdicts;

internal static class VerdictServices
{
    /// <summary>Needs the detection room, matching and lists, metrics, logging and a <see cref="TimeProvider"/>. <see cref="PolicyKeeper.Load"/> comes first.</summary>
    /// <param name="services">Where the room is added.</param>
    /// <param name="dataFolder">Where the policy's file is.</param>
    public static IServiceCollection AddVerdicts(this IServiceCollection services, string dataFolder)
    {
        services.AddOptions<VerdictOptions>().BindConfiguration(VerdictOptions.Section);
        services.AddSingleton<IValidateOptions<VerdictOptions>, VerdictOptionsValidator>();
        services.AddSingleton(provider =>
        {
            var detection = provider.GetRequiredService<IOptions<DetectionOptions>>().Value;
            return ConfiguredRules.Of(detection.Models, detection.SoundModels);
        });
        services.AddSingleton(provider => new CurrentPolicy(PolicySet.BuiltIn(provider.GetRequiredService<ConfiguredRules>())));
        services.AddSingleton(provider => new PolicyFile(provider.GetRequiredService<IOptions<VerdictOptions>>().Value.PolicyFile, dataFolder));
        services.AddSingleton<PolicyReader>();
        services.AddSingleton<PolicyMetrics>();
        services.AddSingleton<PolicyKeeper>();
        services.AddSingleton<FrameMeaning>();
        services.AddHostedService<PolicyWatch>();
        return services;
    }
}
