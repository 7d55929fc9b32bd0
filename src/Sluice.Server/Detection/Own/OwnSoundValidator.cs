namespace Sluice.Server.Detection.Own;

/// <summary>Names every error of a configured model of sound. No endpoint is asked: whether one is there is no matter of configuration.</summary>
internal static class OwnSoundValidator
{
    /// <returns>Each begins with the full key.</returns>
    public static IEnumerable<string> Errors(string name, OwnSoundOptions options, string modelFolder)
    {
        var errors = new List<string>();
        OwnValidation.NameErrors(name, errors);
        if (options.Window < WaveShape.ShortestWindow || options.Window > WaveShape.LongestWindow)
        {
            errors.Add($"{nameof(options.Window)}: must be from 00:00:00.100 to 00:00:10");
        }

        switch (options.Kind)
        {
            case OwnSoundKind.Onnx:
                OwnValidation.Unused(options, $"{options.Kind}", errors, nameof(options.Url), nameof(options.Model), nameof(options.ApiKey), nameof(options.Binary));
                var labels = OwnValidation.Labels(options, modelFolder, errors);
                if (OwnValidation.Header(options, modelFolder, errors) is { } header)
                {
                    WaveShape.Of(header, options, errors);
                }

                OwnValidation.RuleErrors(options, labels, errors, ofSound: true);
                break;
            case OwnSoundKind.KServe:
                OwnValidation.Unused(options, $"{options.Kind}", errors, nameof(options.File));
                OwnValidation.EndpointErrors(options, errors);
                OwnValidation.RuleErrors(options, OwnValidation.Labels(options, modelFolder, errors), errors, ofSound: true);
                break;
            default:
                errors.Add($"{nameof(options.Kind)}: must be one of {string.Join(", ", Enum.GetNames<OwnSoundKind>())}");
                break;
        }

        return errors.Select(error => $"{DetectionOptions.Section}:{nameof(DetectionOptions.SoundModels)}:{name}:{error}");
    }
}
