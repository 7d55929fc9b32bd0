using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Egress;

internal static class EgressServices
{
    /// <summary>Needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddEgress(this IServiceCollection services)
    {
        services.AddOptions<EgressOptions>().BindConfiguration(EgressOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>();
        services.AddSingleton<EgressPolicy>();
        services.AddSingleton(provider => new EgressResolver(provider.GetRequiredService<EgressPolicy>()));
        services.AddSingleton<EgressConnector>();
        return services;
    }
}
