using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Server.Pulling;

namespace Sluice.Server.Speech;

internal static class SpeechServices
{
    /// <param name="services">Where the room is added.</param>
    /// <param name="dataFolder">What no process of a recogniser may see.</param>
    public static IServiceCollection AddSpeech(this IServiceCollection services, string dataFolder)
    {
        services.AddOptions<SpeechOptions>().BindConfiguration(SpeechOptions.Section);
        services.AddSingleton<IValidateOptions<SpeechOptions>, SpeechOptionsValidator>();
        services.AddSingleton<SpeechMetrics>();
        services.AddSingleton<SpeechReports>();
        services.AddSingleton(provider => SpeechCatalog.Find(new SpeechSettings(
            provider.GetRequiredService<IOptions<SpeechOptions>>().Value, dataFolder, provider.GetRequiredService<TimeProvider>())
        {
            Sandbox = provider.GetRequiredService<IOptions<PullOptions>>().Value.Sandbox,
            Reports = provider.GetRequiredService<SpeechReports>(),
            Metrics = provider.GetRequiredService<SpeechMetrics>(),
        }));
        services.AddSingleton<Transcriber>();
        services.AddSingleton<ITranscriber>(provider => provider.GetRequiredService<Transcriber>());
        services.AddHostedService(provider => provider.GetRequiredService<Transcriber>());
        return services;
    }
}
