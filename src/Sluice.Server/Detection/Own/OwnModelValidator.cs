namespace Sluice.Server.Detection.Own;

/// <summary>Names every error of a configured model. No endpoint is asked: whether one is there is no matter of configuration.</summary>
internal static class OwnModelValidator
{
    /// <returns>Each begins with the full key.</returns>
    public static IEnumerable<string> Errors(string name, OwnModelOptions options, string modelFolder)
    {
        var errors = new List<string>();
        OwnValidation.NameErrors(name, errors);
        switch (options.Kind)
        {
            case OwnModelKind.Onnx:
                OwnValidation.Unused(options, $"{options.Kind}", errors, nameof(options.Url), nameof(options.Model), nameof(options.ApiKey), nameof(options.Binary));
                OwnValidation.RuleErrors(options, FileErrors(options, modelFolder, errors), errors);
                break;
            case OwnModelKind.OpenAI:
                OwnValidation.Unused(options, $"{options.Kind}", errors, nameof(options.File), nameof(options.Labels), nameof(options.LabelFile), nameof(options.Binary), nameof(options.Activation));
                OwnValidation.EndpointErrors(options, errors);
                OwnValidation.RuleErrors(options, null, errors);
                break;
            case OwnModelKind.KServe:
                OwnValidation.Unused(options, $"{options.Kind}", errors, nameof(options.File));
                OwnValidation.EndpointErrors(options, errors);
                InputErrors(options.Input, errors);
                OwnValidation.RuleErrors(options, OwnValidation.Labels(options, modelFolder, errors), errors);
                break;
            default:
                errors.Add($"{nameof(options.Kind)}: must be one of {string.Join(", ", Enum.GetNames<OwnModelKind>())}");
                break;
        }

        return errors.Select(error => $"{DetectionOptions.Section}:{nameof(DetectionOptions.Models)}:{name}:{error}");
    }

    private static string[]? FileErrors(OwnModelOptions options, string modelFolder, List<string> errors)
    {
        InputErrors(options.Input, errors);
        var labels = OwnValidation.Labels(options, modelFolder, errors);
        if (OwnValidation.Header(options, modelFolder, errors) is { } header)
        {
            errors.AddRange(OwnModelFile.Problems(header, options, labels?.Length));
        }

        return labels;
    }

    private static void InputErrors(PictureInputOptions input, List<string> errors)
    {
        const string Section = nameof(OwnModelOptions.Input);
        if (!float.IsFinite(input.Black) || !float.IsFinite(input.White) || input.Black == input.White)
        {
            errors.Add($"{Section}:{nameof(input.White)}: must be another number than {nameof(input.Black)}");
        }

        if (input.Mean is { } mean && (mean.Length != ClassifierShape.Channels || !mean.All(float.IsFinite)))
        {
            errors.Add($"{Section}:{nameof(input.Mean)}: must be three numbers, of red, green and blue");
        }

        if (input.Deviation is { } deviation && (deviation.Length != ClassifierShape.Channels || deviation.Any(each => !float.IsFinite(each) || each == 0)))
        {
            errors.Add($"{Section}:{nameof(input.Deviation)}: must be three numbers other than 0, of red, green and blue");
        }
    }
}
