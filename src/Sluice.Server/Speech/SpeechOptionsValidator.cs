using Microsoft.Extensions.Options;
using Sluice.Server.Detection.Remote;

namespace Sluice.Server.Speech;

/// <summary>Names every setting of <see cref="SpeechOptions"/> that is wrong.</summary>
internal sealed class SpeechOptionsValidator : IValidateOptions<SpeechOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, SpeechOptions options)
    {
        var errors = new List<string>();

        void Require(bool holds, string key, string rule)
        {
            if (!holds)
            {
                errors.Add($"{SpeechOptions.Section}:{key}: {rule}");
            }
        }

        void RequireFolder(string? value, string key) => Require(!string.IsNullOrWhiteSpace(value), key, "must name a folder");

        RequireFolder(options.Folder, nameof(options.Folder));
        RequireFolder(options.SherpaFolder, nameof(options.SherpaFolder));
        RequireFolder(options.PocketsphinxFolder, nameof(options.PocketsphinxFolder));
        Require(options.QueueLength is >= 1 and <= 1000, nameof(options.QueueLength), "must be from 1 to 1000");
        Require(
            options.MaxWait >= Second && options.MaxWait <= TimeSpan.FromMinutes(5), nameof(options.MaxWait), "must be from 00:00:01 to 00:05:00");
        Require(
            options.Timeout >= Second && options.Timeout <= TimeSpan.FromMinutes(10), nameof(options.Timeout), "must be from 00:00:01 to 00:10:00");
        Require(
            options.LoadTimeout >= Second && options.LoadTimeout <= TimeSpan.FromMinutes(10),
            nameof(options.LoadTimeout),
            "must be from 00:00:01 to 00:10:00");
        Require(options.Threads is >= 1 and <= 64, nameof(options.Threads), "must be from 1 to 64");
        Require(options.ProcessMemory is >= 1024 and <= 262_144, nameof(options.ProcessMemory), "must be from 1024 to 262144 MiB");
        errors.AddRange(Errors(options.Endpoint, $"{SpeechOptions.Section}:{nameof(options.Endpoint)}"));
        foreach (var (language, own) in options.Languages)
        {
            var key = $"{nameof(options.Languages)}:{language}";
            Require(SpeechLanguages.All.Contains(language), key, $"must be one of {string.Join(", ", SpeechLanguages.All)}");
            Require(Enum.IsDefined(own.Kind), $"{key}:{nameof(own.Kind)}", $"must be one of {string.Join(", ", Enum.GetNames<SpeechKind>())}");
            Require(
                own.Kind != SpeechKind.Pocketsphinx || language == SpeechLanguages.English,
                $"{key}:{nameof(own.Kind)}",
                "pocketsphinx understands en only");
            Require(
                own.Kind != SpeechKind.Endpoint || (own.Endpoint.Url ?? options.Endpoint.Url) is not null,
                $"{key}:{nameof(own.Endpoint)}:{nameof(own.Endpoint.Url)}",
                "must be set, here or for all languages");
            Require(own.Folder is null || !string.IsNullOrWhiteSpace(own.Folder), $"{key}:{nameof(own.Folder)}", "must name a folder");
            errors.AddRange(Errors(own.Endpoint, $"{SpeechOptions.Section}:{key}:{nameof(own.Endpoint)}"));
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(SpeechEndpointOptions options, string section)
    {
        if (options.Url is { } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 ||
                uri.Query.Length > 0 || uri.Fragment.Length > 0)
            {
                yield return $"{section}:{nameof(options.Url)}: must be an http or https URL without credentials, query and fragment";
            }
        }

        if (string.IsNullOrWhiteSpace(options.Model))
        {
            yield return $"{section}:{nameof(options.Model)}: must name a model";
        }

        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(c => c is <= ' ' or > '~')))
        {
            yield return $"{section}:{nameof(options.ApiKey)}: must be of printable ASCII characters without spaces";
        }

        foreach (var error in RemoteCallValidator.Errors(options.Calls))
        {
            yield return $"{section}:{nameof(options.Calls)}:{error}";
        }
    }
}
