using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Evidence;

internal static class EvidenceServices
{
    /// <summary>Needs metrics, logging, a store that is ready at start and a <see cref="TimeProvider"/>. The endpoint is mapped by <see cref="EvidenceEndpoint.Map"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="dataFolder">The data folder: evidence is kept in <c>evidence/</c> below it.</param>
    /// <param name="publicUrl">Where customers reach this server; asked for each link.</param>
    public static IServiceCollection AddEvidence(this IServiceCollection services, string dataFolder, Func<IServiceProvider, Uri> publicUrl)
    {
        services.AddOptions<EvidenceOptions>().BindConfiguration(EvidenceOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EvidenceOptions>, EvidenceOptionsValidator>();
        services.AddSingleton(new EvidenceFolder(dataFolder));
        services.AddSingleton<EvidenceKey>();
        services.AddSingleton<EvidenceMetrics>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<EvidenceLeftovers>();
        services.AddSingleton(provider => new EvidenceUrls(
            provider.GetRequiredService<EvidenceKey>(),
            () => publicUrl(provider),
            provider.GetRequiredService<IOptions<EvidenceOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<EvidenceRetention>();
        return services;
    }
}
