using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Hosting;
using Sluice.Server.Pulling;
using Sluice.Server.Speech;
using Sluice.Server.Speech.Sherpa;
using Sluice.Server.Speech.Workers;

namespace Sluice.Cli.Diagnosis;

/// <summary>Is speech understood, and in which languages? Each recogniser is given a second of silence.</summary>
internal static class SpeechChecks
{
    /// <summary>What a server on a data folder would recognise with, by the settings there and in the environment.</summary>
    /// <exception cref="CommandFailedException">The settings cannot be read.</exception>
    public static SpeechCatalog Find(string dataFolder)
    {
        try
        {
            var settings = Configuration(dataFolder);
            var options = settings.GetSection(SpeechOptions.Section).Get<SpeechOptions>() ?? new SpeechOptions();
            return new SpeechOptionsValidator().Validate(null, options) is { Failed: true } wrong
                ? throw new CommandFailedException(wrong.FailureMessage)
                : SpeechCatalog.Find(new SpeechSettings(options, dataFolder, TimeProvider.System)
                {
                    Sandbox = settings.GetSection(PullOptions.Section).Get<PullOptions>()?.Sandbox ?? default,
                });
        }
        catch (Exception failure) when (failure is OptionsValidationException or InvalidOperationException)
        {
            throw new CommandFailedException(failure.Message);
        }
    }

    /// <summary>A check for each language that something is there for, in order; what recognised is ended again.</summary>
    public static async Task<IReadOnlyList<DoctorCheck>> RunAsync(SpeechCatalog catalog, CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck>();
        foreach (var installed in catalog.Installed.Where(installed => installed.Recogniser is not null || installed.IsFault))
            checks.Add(await CheckAsync(installed, cancellationToken));
        return checks;
    }

    /// <summary>Does sherpa-onnx run here, whether there is a model for it or not? Nothing is said where it is not installed.</summary>
    /// <exception cref="CommandFailedException">The settings cannot be read.</exception>
    public static async Task<IReadOnlyList<DoctorCheck>> LibraryAsync(string dataFolder, CancellationToken cancellationToken)
    {
        const string Name = "speech library";
        var configuration = Configuration(dataFolder);
        var options = configuration.GetSection(SpeechOptions.Section).Get<SpeechOptions>() ?? new SpeechOptions();
        var models = (configuration.GetSection(DetectionOptions.Section).Get<DetectionOptions>() ?? new DetectionOptions()).ModelFolder;
        var network = Path.GetFullPath(Path.Combine(models, VoiceDetector.ModelFile));
        if (!File.Exists(Path.Combine(options.SherpaFolder, SherpaLibrary.File)) || !File.Exists(network))
            return [];

        var settings = new SpeechSettings(options, dataFolder, TimeProvider.System)
        {
            Sandbox = configuration.GetSection(PullOptions.Section).Get<PullOptions>()?.Sandbox ?? default,
        };
        var setup = new WorkerSetup { SherpaVoice = new SherpaVoiceSetup(Path.GetFullPath(options.SherpaFolder), network) };
        await using var recogniser = new WorkerRecogniser(SpeechCatalog.SherpaName, "", setup, settings.Workers, TimeProvider.System);
        try
        {
            await recogniser.RecogniseAsync(new byte[SoundFormat.BytesPerSecond], cancellationToken);
            return [new DoctorCheck(Name, true, $"sherpa-onnx {SherpaLibrary.Version} runs; models go to {Path.Combine(options.Folder, "LANGUAGE")}")];
        }
        catch (SpeechException failure)
        {
            return [new DoctorCheck(Name, false, $"sherpa-onnx: {failure.Message}")];
        }
    }

    /// <summary>The languages that nothing understands.</summary>
    public static IReadOnlyList<string> Missing(SpeechCatalog catalog) =>
        [.. catalog.Installed.Where(installed => installed.Recogniser is null).Select(installed => installed.Language)];

    public static bool IsAnyUnderstood(SpeechCatalog catalog) => catalog.Installed.Any(installed => installed.Recogniser is not null);

    public static bool IsLanguageTold(SpeechCatalog catalog) => catalog.Installed.Any(installed => installed.Recogniser is { TellsLanguage: true });

    private static IConfiguration Configuration(string dataFolder)
    {
        var builder = new ConfigurationBuilder();
        ServerBuilder.Configure(builder, new ServerSetup("", dataFolder, new Dictionary<string, string?>()));
        return builder.Build();
    }

    private static async Task<DoctorCheck> CheckAsync(InstalledSpeech installed, CancellationToken cancellationToken)
    {
        var name = $"speech {installed.Language}";
        if (installed.Recogniser is not { } recogniser)
            return new DoctorCheck(name, false, installed.Detail);
        await using (recogniser)
        {
            try
            {
                await recogniser.RecogniseAsync(new byte[SoundFormat.BytesPerSecond], cancellationToken);
                return new DoctorCheck(name, true, installed.Detail);
            }
            catch (SpeechException failure)
            {
                return new DoctorCheck(name, false, $"{installed.Name}: {failure.Message}");
            }
        }
    }
}
