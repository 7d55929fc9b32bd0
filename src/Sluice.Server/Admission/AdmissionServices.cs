using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Admission;

internal static class AdmissionServices
{
    /// <summary>Needs the rooms of detection and pulling.</summary>
    public static IServiceCollection AddAdmission(this IServiceCollection services)
    {
        services.AddOptions<AdmissionOptions>().BindConfiguration(AdmissionOptions.Section);
        services.AddSingleton<IValidateOptions<AdmissionOptions>, AdmissionOptionsValidator>();
        services.AddSingleton<AdmissionMetrics>();
        services.AddSingleton<LoadWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<LoadWatch>());
        return services;
    }
}
