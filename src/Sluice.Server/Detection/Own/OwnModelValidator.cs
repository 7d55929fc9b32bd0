using Sluice.Server.Detection.Remote;

namespace Sluice.Server.Detection.Own;

/// <summary>Names every error of a configured model. No endpoint is asked: whether one is there is no matter of configuration.</summary>
internal static class OwnModelValidator
{
    private const int LongestName = 32;

    /// <returns>Each begins with the full key.</returns>
    public static IEnumerable<string> Errors(string name, OwnModelOptions options, string modelFolder)
    {
        var errors = new List<string>();
        if (name.Length > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            errors.Add($" must be named with at most {LongestName} letters, digits, - and _");
        }

        switch (options.Kind)
        {
            case OwnModelKind.Onnx:
                Unused(options, errors, nameof(options.Url), nameof(options.Model), nameof(options.ApiKey), nameof(options.Binary));
                RuleErrors(options, FileErrors(options, modelFolder, errors), errors);
                break;
            case OwnModelKind.OpenAI:
                Unused(options, errors, nameof(options.File), nameof(options.Labels), nameof(options.LabelFile), nameof(options.Binary), nameof(options.Activation));
                EndpointErrors(options, errors);
                RuleErrors(options, null, errors);
                break;
            case OwnModelKind.KServe:
                Unused(options, errors, nameof(options.File));
                EndpointErrors(options, errors);
                InputErrors(options.Input, errors);
                RuleErrors(options, Labels(options, modelFolder, errors), errors);
                break;
            default:
                errors.Add($"{nameof(options.Kind)}: must be one of {string.Join(", ", Enum.GetNames<OwnModelKind>())}");
                break;
        }

        return errors.Select(error => $"{DetectionOptions.Section}:{nameof(DetectionOptions.Models)}:{name}:{error}");
    }

    private static void Unused(OwnModelOptions options, List<string> errors, params string[] settings)
    {
        HashSet<string> given = [];
        Given(nameof(options.File), options.File is not null);
        Given(nameof(options.Labels), options.Labels.Length > 0);
        Given(nameof(options.LabelFile), options.LabelFile is not null);
        Given(nameof(options.Activation), options.Activation != OutputActivation.None);
        Given(nameof(options.Url), options.Url is not null);
        Given(nameof(options.Model), options.Model is not null);
        Given(nameof(options.ApiKey), options.ApiKey is not null);
        Given(nameof(options.Binary), options.Binary);
        errors.AddRange(settings.Where(given.Contains).Select(setting => $"{setting}: is not for models of {options.Kind}"));

        void Given(string setting, bool isGiven)
        {
            if (isGiven)
            {
                given.Add(setting);
            }
        }
    }

    /// <summary>The labels, when they are known.</summary>
    private static string[]? Labels(OwnModelOptions options, string modelFolder, List<string> errors)
    {
        var labels = OwnLabels.Read(options, modelFolder, out var problem);
        if (problem is not null)
        {
            errors.Add(problem);
        }

        return problem is null ? labels : null;
    }

    private static string[]? FileErrors(OwnModelOptions options, string modelFolder, List<string> errors)
    {
        InputErrors(options.Input, errors);
        var labels = Labels(options, modelFolder, errors);
        var path = Path.Combine(modelFolder, options.File ?? "");
        if (string.IsNullOrWhiteSpace(options.File))
        {
            errors.Add($"{nameof(options.File)}: must name an ONNX file");
        }
        else if (!File.Exists(path))
        {
            errors.Add($"{nameof(options.File)}: there is no file '{path}'");
        }
        else if (OwnModelFile.TryRead(path, out _) is { } header)
        {
            errors.AddRange(OwnModelFile.Problems(header, options, labels?.Length));
        }

        return labels;
    }

    private static void EndpointErrors(OwnModelOptions options, List<string> errors)
    {
        // What is wrong is not repeated: it may hold a credential.
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") ||
            url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
        {
            errors.Add($"{nameof(options.Url)}: must be an http or https URL without credentials and query");
        }

        if (string.IsNullOrWhiteSpace(options.Model))
        {
            errors.Add($"{nameof(options.Model)}: must be the model's name there");
        }

        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(c => c is <= ' ' or > '~')))
        {
            errors.Add($"{nameof(options.ApiKey)}: must be letters, digits and signs without spaces");
        }

        errors.AddRange(RemoteCallValidator.Errors(options.Calls).Select(error => $"{nameof(options.Calls)}:{error}"));
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

    private static void RuleErrors(OwnModelOptions options, string[]? labels, List<string> errors)
    {
        if (options.Rules.Length == 0)
        {
            errors.Add($"{nameof(options.Rules)}: must say what the model's labels mean");
        }

        for (var i = 0; i < options.Rules.Length; i++)
        {
            var rule = $"{nameof(options.Rules)}:{i}";
            errors.AddRange(OwnRuleValidator.Errors(options.Rules[i], labels).Select(error => $"{rule}:{error}"));
        }
    }
}
