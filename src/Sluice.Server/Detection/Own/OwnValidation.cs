using Sluice.Server.Detection.Remote;

namespace Sluice.Server.Detection.Own;

/// <summary>What is wrong with what models of pictures and of sound have in common.</summary>
internal static class OwnValidation
{
    private const int LongestName = 32;

    public static void NameErrors(string name, List<string> errors)
    {
        if (name.Length > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            errors.Add($" must be named with at most {LongestName} letters, digits, - and _");
        }
    }

    public static void Unused(OwnOptions options, string kind, List<string> errors, params string[] settings)
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
        errors.AddRange(settings.Where(given.Contains).Select(setting => $"{setting}: is not for models of {kind}"));

        void Given(string setting, bool isGiven)
        {
            if (isGiven)
            {
                given.Add(setting);
            }
        }
    }

    /// <summary>The labels, when they are known.</summary>
    public static string[]? Labels(OwnOptions options, string modelFolder, List<string> errors)
    {
        var labels = OwnLabels.Read(options, modelFolder, out var problem);
        if (problem is not null)
        {
            errors.Add(problem);
        }

        return problem is null ? labels : null;
    }

    /// <summary>What the model's file declares; null: it cannot be read, which is no error of the configuration where the file is there.</summary>
    public static OnnxHeader? Header(OwnOptions options, string modelFolder, List<string> errors)
    {
        var path = Path.Combine(modelFolder, options.File ?? "");
        if (string.IsNullOrWhiteSpace(options.File))
        {
            errors.Add($"{nameof(options.File)}: must name an ONNX file");
            return null;
        }

        if (!File.Exists(path))
        {
            errors.Add($"{nameof(options.File)}: there is no file '{path}'");
            return null;
        }

        return OwnModelFile.TryRead(path, out _);
    }

    public static void EndpointErrors(OwnOptions options, List<string> errors)
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

    public static void RuleErrors(OwnOptions options, string[]? labels, List<string> errors, bool ofSound = false)
    {
        if (options.Rules.Length == 0)
        {
            errors.Add($"{nameof(options.Rules)}: must say what the model's labels mean");
        }

        for (var i = 0; i < options.Rules.Length; i++)
        {
            var rule = $"{nameof(options.Rules)}:{i}";
            errors.AddRange(OwnRuleValidator.Errors(options.Rules[i], labels, ofSound).Select(error => $"{rule}:{error}"));
        }
    }
}
