using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Remote;

namespace Sluice.Server.Detection.Own;

/// <summary>Makes detectors of the models of sound that the operator configured.</summary>
internal static class OwnSounds
{
    /// <summary>What stands before a model's name where models of pictures have theirs without.</summary>
    public const string Prefix = "sound:";

    /// <summary>In the order of their names. Neither are files loaded yet nor endpoints asked.</summary>
    public static IEnumerable<InstalledDetector> Find(DetectorSettings settings) => settings.Detection.SoundModels
        .OrderBy(model => model.Key, StringComparer.Ordinal)
        .Select(model => Find(model.Key, model.Value, settings));

    private static InstalledDetector Find(string model, OwnSoundOptions options, DetectorSettings settings)
    {
        var name = $"own:{Prefix}{model}";
        var mapping = new OwnMapping(name, Prefix + model, [.. options.Rules.Where(rule => rule.When is not null)]);
        // A server with an error does not start; a diagnosis shows it beside all else.
        if (OwnSoundValidator.Errors(model, options, settings.Detection.ModelFolder).ToArray() is { Length: > 0 } errors)
        {
            return Missing(name, mapping, string.Join("; ", errors));
        }

        return options.Kind == OwnSoundKind.Onnx
            ? Classifier(name, options, mapping, settings)
            : Endpoint(name, options, mapping, settings);
    }

    private static InstalledDetector Classifier(string name, OwnSoundOptions options, OwnMapping mapping, DetectorSettings settings)
    {
        var folder = settings.Detection.ModelFolder;
        if (OwnModelFile.TryRead(Path.Combine(folder, options.File!), out var problem) is not { } header ||
            WaveShape.Of(header, options, []) is not { } shape)
        {
            return Missing(name, mapping, problem ?? $"{options.File} was changed");
        }

        var detector = new OnnxSoundClassifier(
            name,
            settings.Model(options.File!, shape.ToModelShape()),
            shape,
            OwnLabels.Read(options, folder, out _),
            options.Activation,
            mapping);
        return Installed(name, mapping, options.File!) with { Sound = detector, TryModels = detector.Try };
    }

    private static InstalledDetector Endpoint(string name, OwnSoundOptions options, OwnMapping mapping, DetectorSettings settings)
    {
        var client = new RemoteClient(options.Url!, options.ApiKey);
        var model = new SoundEndpoint(client, options, OwnLabels.Read(options, settings.Detection.ModelFolder, out _), mapping);
        var caller = new RemoteCaller(name, client.Endpoint, options.Calls, settings.Time, settings.OnCall);
        var detector = new RemoteSoundDetector(client, model, mapping, caller);
        return Installed(name, mapping, $"{options.Model} at {client.Endpoint}") with { Sound = detector, TryRemote = detector.TryAsync };
    }

    private static InstalledDetector Missing(string name, OwnMapping mapping, string why) =>
        Installed(name, mapping, why) with { TryModels = () => throw new ModelException(why) };

    private static InstalledDetector Installed(string name, OwnMapping mapping, string detail) =>
        new(name, mapping.RiskTypes, mapping.BusinessTypes, detail);
}
