using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Server.Lists;

internal static class ListServices
{
    /// <summary>Needs the store, logging and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddLists(this IServiceCollection services)
    {
        services.AddSingleton<ListKeeper>();
        services.AddSingleton<ITenantLists>(provider => provider.GetRequiredService<ListKeeper>());
        services.AddHostedService(provider => provider.GetRequiredService<ListKeeper>());
        return services;
    }
}
