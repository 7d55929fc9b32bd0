using System.Runtime.InteropServices;
using Sluice.Server.Speech.Pocketsphinx;
using Sluice.Server.Speech.Remote;
using Sluice.Server.Speech.Sherpa;
using Sluice.Server.Speech.Workers;

namespace Sluice.Server.Speech;

/// <summary>What understands each language on this machine: as configured, or the best that is installed.</summary>
internal sealed class SpeechCatalog(IReadOnlyList<InstalledSpeech> installed)
{
    public const string SherpaName = "sherpa-onnx";
    public const string PocketsphinxName = "pocketsphinx";
    private const string NoName = "none";

    /// <summary>Every language of data.lang once.</summary>
    public IReadOnlyList<InstalledSpeech> Installed => installed;

    /// <summary>Looks for everything that this server can use on this machine. Nothing is loaded, and nobody is asked.</summary>
    public static SpeechCatalog Find(SpeechSettings settings) => new([.. SpeechLanguages.All.Select(language => Find(settings, language))]);

    private static InstalledSpeech Find(SpeechSettings settings, string language)
    {
        var options = settings.Options;
        var own = options.Languages.GetValueOrDefault(language) ?? new SpeechLanguageOptions();
        var folder = own.Folder ?? Path.Combine(options.Folder, language);
        var endpoint = own.Endpoint.Url is not null ? own.Endpoint : options.Endpoint;
        var kind = own.Kind != SpeechKind.Auto ? own.Kind
            : own.Folder is not null || SherpaModel.IsIn(folder) ? SpeechKind.Sherpa
            : endpoint.Url is not null ? SpeechKind.Endpoint
            : language == SpeechLanguages.English ? SpeechKind.Pocketsphinx
            : SpeechKind.None;
        try
        {
            return kind switch
            {
                SpeechKind.Sherpa => Sherpa(settings, language, folder),
                SpeechKind.Endpoint => Endpoint(settings, language, endpoint),
                SpeechKind.Pocketsphinx => Pocketsphinx(settings, language),
                _ when own.Kind == SpeechKind.None => new InstalledSpeech(language, NoName, "not wanted"),
                _ => new InstalledSpeech(language, NoName, $"no model of sherpa-onnx in {folder}, and no endpoint is configured"),
            };
        }
        catch (SpeechException failure)
        {
            return new InstalledSpeech(language, kind == SpeechKind.Sherpa ? SherpaName : PocketsphinxName, failure.Message) { IsFault = true };
        }
    }

    private static InstalledSpeech Sherpa(SpeechSettings settings, string language, string folder)
    {
        var setup = SherpaModel.Find(folder, settings.Options.SherpaFolder, language, settings.Options.Threads);
        var library = Path.Combine(setup.Library, SherpaLibrary.File);
        if (!File.Exists(library))
        {
            throw new SpeechException(
                SpeechOutcome.NoModel, $"{library} is missing: it is of the npm package sherpa-onnx-linux-x64 {SherpaLibrary.Version}, which set-up fetches");
        }

        return Process(settings, language, SherpaName, new WorkerSetup { Sherpa = setup }, $"sherpa-onnx {SherpaLibrary.Version}, {setup.Kind} in {folder}");
    }

    private static InstalledSpeech Pocketsphinx(SpeechSettings settings, string language)
    {
        var setup = PocketsphinxSetup.Find(settings.Options.PocketsphinxFolder);
        if (!NativeLibrary.TryLoad(PocketsphinxLibrary.File, out var library))
        {
            throw new SpeechException(SpeechOutcome.NoModel, $"{PocketsphinxLibrary.File} is missing: install the package libpocketsphinx3");
        }

        NativeLibrary.Free(library);
        return Process(
            settings, language, PocketsphinxName, new WorkerSetup { Pocketsphinx = setup }, "pocketsphinx, a fallback that understands little");
    }

    private static InstalledSpeech Process(SpeechSettings settings, string language, string name, WorkerSetup setup, string detail) =>
        new(language, name, detail)
        {
            Recogniser = new WorkerRecogniser(name, language, setup, settings.Workers, settings.Time, settings.Reports, settings.Metrics),
        };

    private static InstalledSpeech Endpoint(SpeechSettings settings, string language, SpeechEndpointOptions options)
    {
        var uri = new Uri(options.Url!);
        return new InstalledSpeech(
            language, TranscriptionEndpoint.KindName, $"{options.Model} at {uri.Scheme}://{uri.IdnHost}:{uri.Port}")
        {
            Recogniser = new TranscriptionEndpoint(
                options, language, settings.Time, (endpoint, change) => settings.Reports?.OnGate(language, endpoint, change)),
        };
    }
}
