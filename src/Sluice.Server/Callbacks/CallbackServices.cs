using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Callbacks;

internal static class CallbackServices
{
    /// <summary>Needs <see cref="Storage.ICallbackStore"/>, the egress room, metrics, logging and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddCallbacks(this IServiceCollection services)
    {
        services.AddOptions<CallbackOptions>().BindConfiguration(CallbackOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CallbackOptions>, CallbackOptionsValidator>();
        services.AddSingleton<CallbackSignal>();
        services.AddSingleton<CallbackMetrics>();
        services.AddSingleton<CallbackSender>();
        services.AddSingleton<SigningSecrets>();
        services.AddHostedService<CallbackDispatcher>();
        services.AddHostedService<CallbackRetention>();
        return services;
    }
}
