using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Egress;

internal static class EgressServices
{
    /// <summary>Needs a <see cref="TimeProvider"/>.</summary>
    /// <param name="services">The server's.</param>
    /// <param name="lookup">Finds the addresses of names; null: the operating system's resolver.</param>
    public static IServiceCollection AddEgress(this IServiceCollection services, HostLookup? lookup = null)
    {
        services.AddOptions<EgressOptions>().BindConfiguration(EgressOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>();
        services.AddSingleton<EgressPolicy>();
        services.AddSingleton(provider => new EgressResolver(
            provider.GetRequiredService<EgressPolicy>(), lookup ?? new SystemLookup().FindAsync));
        services.AddSingleton<EgressConnector>();
        return services;
    }
}
