using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Detection.Codes;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Detection.Objects;
using Sluice.Server.Detection.Quality;
using Sluice.Server.Detection.Remote;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Detection.Text;
using Sluice.Server.Egress;

namespace Sluice.Server.Detection;

internal static class DetectionServices
{
    /// <param name="services">Where the room is added.</param>
    /// <param name="dataFolder">What no child may see.</param>
    public static IServiceCollection AddDetection(this IServiceCollection services, string dataFolder)
    {
        services.AddOptions<DetectionOptions>().BindConfiguration(DetectionOptions.Section);
        services.AddSingleton<IValidateOptions<DetectionOptions>, DetectionOptionsValidator>();
        services.AddSingleton<DetectionMetrics>();
        services.AddOptions<NudityOptions>().BindConfiguration(NudityOptions.Section);
        services.AddSingleton<IValidateOptions<NudityOptions>, NudityOptionsValidator>();
        services.AddOptions<ObjectOptions>().BindConfiguration(ObjectOptions.Section);
        services.AddSingleton<IValidateOptions<ObjectOptions>, ObjectOptionsValidator>();
        services.AddOptions<FaceOptions>().BindConfiguration(FaceOptions.Section);
        services.AddSingleton<IValidateOptions<FaceOptions>, FaceOptionsValidator>();
        services.AddOptions<CodeOptions>().BindConfiguration(CodeOptions.Section);
        services.AddSingleton<IValidateOptions<CodeOptions>, CodeOptionsValidator>();
        services.AddOptions<QualityOptions>().BindConfiguration(QualityOptions.Section);
        services.AddSingleton<IValidateOptions<QualityOptions>, QualityOptionsValidator>();
        services.AddOptions<SoundOptions>().BindConfiguration(SoundOptions.Section);
        services.AddSingleton<IValidateOptions<SoundOptions>, SoundOptionsValidator>();
        services.AddOptions<TextOptions>().BindConfiguration(TextOptions.Section);
        services.AddSingleton<IValidateOptions<TextOptions>, TextOptionsValidator>();
        services.AddSingleton<ModelFailures>();
        services.AddSingleton<RemoteCalls>();
        services.AddSingleton(provider => DetectorCatalog.Find(new DetectorSettings(provider.GetRequiredService<TimeProvider>())
        {
            Detection = provider.GetRequiredService<IOptions<DetectionOptions>>().Value,
            Nudity = provider.GetRequiredService<IOptions<NudityOptions>>().Value,
            Objects = provider.GetRequiredService<IOptions<ObjectOptions>>().Value,
            Faces = provider.GetRequiredService<IOptions<FaceOptions>>().Value,
            Sound = provider.GetRequiredService<IOptions<SoundOptions>>().Value,
            Egress = provider.GetRequiredService<EgressConnector>(),
            Loggers = provider.GetRequiredService<ILoggerFactory>(),
            Codes = provider.GetRequiredService<IOptions<CodeOptions>>().Value,
            Quality = provider.GetRequiredService<IOptions<QualityOptions>>().Value,
            Text = provider.GetRequiredService<IOptions<TextOptions>>().Value,
            DataFolder = dataFolder,
            OnArabicFailure = provider.GetRequiredService<DetectionMetrics>().OnArabicFailed,
            OnTextRead = provider.GetRequiredService<DetectionMetrics>().OnTextRead,
            OnFailure = provider.GetRequiredService<ModelFailures>().OnFailed,
            OnCall = provider.GetRequiredService<RemoteCalls>().OnCall,
        }));
        services.AddSingleton<DetectorRunner>();
        services.AddSingleton<IFrameJudge>(provider => provider.GetRequiredService<DetectorRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<DetectorRunner>());
        services.AddSingleton(provider => provider.GetRequiredService<DetectorRunner>().Threads);
        services.AddSingleton<ISoundJudge, SoundRunner>();
        return services;
    }
}
