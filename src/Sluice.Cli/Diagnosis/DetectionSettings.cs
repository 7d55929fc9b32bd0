using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Detection.Objects;
using Sluice.Server.Detection.Quality;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Detection.Text;
using Sluice.Server.Hosting;

namespace Sluice.Cli.Diagnosis;

/// <summary>The detectors that a server on a data folder would have, by the settings there and in the environment.</summary>
internal static class DetectionSettings
{
    /// <exception cref="CommandFailedException">The settings cannot be read.</exception>
    public static DetectorCatalog Find(string dataFolder)
    {
        try
        {
            var builder = new ConfigurationBuilder();
            ServerBuilder.Configure(builder, new ServerSetup("", dataFolder, new Dictionary<string, string?>()));
            var settings = builder.Build();
            return DetectorCatalog.Find(new DetectorSettings(TimeProvider.System)
            {
                Detection = settings.GetSection(DetectionOptions.Section).Get<DetectionOptions>() ?? new DetectionOptions(),
                Codes = settings.GetSection(CodeOptions.Section).Get<CodeOptions>() ?? new CodeOptions(),
                Quality = settings.GetSection(QualityOptions.Section).Get<QualityOptions>() ?? new QualityOptions(),
                Nudity = settings.GetSection(NudityOptions.Section).Get<NudityOptions>() ?? new NudityOptions(),
                Objects = settings.GetSection(ObjectOptions.Section).Get<ObjectOptions>() ?? new ObjectOptions(),
                Sound = settings.GetSection(SoundOptions.Section).Get<SoundOptions>() ?? new SoundOptions(),
                Text = settings.GetSection(TextOptions.Section).Get<TextOptions>() ?? new TextOptions(),
                DataFolder = Path.GetFullPath(dataFolder),
                Faces = settings.GetSection(FaceOptions.Section).Get<FaceOptions>() ?? new FaceOptions(),
            });
        }
        catch (Exception failure) when (failure is OptionsValidationException or InvalidOperationException)
        {
            throw new CommandFailedException(failure.Message);
        }
    }
}
