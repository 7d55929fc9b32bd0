using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Streams;

namespace Sluice.Server.Api.Submission;

/// <summary>Validates a submission (protocol §3) and fills in defaults.</summary>
internal sealed class SubmissionReader(StreamDataReader dataReader, AddressRules addresses)
{
    private const int DataBytes = 1024 * 1024;

    public static IReadOnlySet<string> Parameters { get; } = new[]
    {
        "accessKey", "appId", "eventId", "imgType", "imgBusinessType", "audioType", "audioBusinessType", "imgCallback",
        "audioCallback", "callback", "acceptLang", "encryptType", "data",
    }.ToFrozenSet();

    /// <summary>The settings, or null with what is wrong in <see cref="ParameterReader.Reason"/>.</summary>
    public StreamSettings? Read(ParameterReader parameters, TenantRow tenant)
    {
        var appId = parameters.Required("appId", 64);
        if (appId.Length > 0 && !tenant.Applications.Contains(appId))
        {
            parameters.Fail("appId", "not an application of this tenant");
        }

        var eventId = parameters.Required("eventId", 64);
        var imageTypes = Types(parameters, "imgType", 64, TypeVocabulary.ImageRisk);
        var imageBusinessTypes = Types(parameters, "imgBusinessType", 128, TypeVocabulary.ImageBusiness);
        if (imageTypes.Count + imageBusinessTypes.Count == 0)
        {
            parameters.Fail("imgType", "missing, and so is imgBusinessType: one of them is needed");
        }

        var audioTypes = Types(parameters, "audioType", 64, TypeVocabulary.AudioRisk).Where(type => type != "NONE").ToArray();
        var audioBusinessTypes = Types(parameters, "audioBusinessType", 128, TypeVocabulary.AudioBusiness);
        if (audioBusinessTypes.FirstOrDefault(type => type is "TIMBRE" or "SING" or "LANGUAGE") is { } dependent
            && !audioBusinessTypes.Contains("GENDER"))
        {
            parameters.Fail("audioBusinessType", $"{dependent} needs GENDER");
        }

        var callback = Callback(parameters, "callback");
        var imageCallback = Callback(parameters, "imgCallback") ?? callback;
        if (imageCallback is null)
        {
            parameters.Fail("imgCallback", "missing");
        }

        var audioCallback = Callback(parameters, "audioCallback") ?? callback;
        var wantsAudio = audioTypes.Length + audioBusinessTypes.Count > 0;
        if (wantsAudio && audioCallback is null)
        {
            parameters.Fail("audioCallback", "missing, and audio is wanted");
        }

        var language = parameters.OneOf("acceptLang", "zh", "en");
        using var data = Data(parameters, tenant);
        if (parameters.Failed || data is null)
        {
            return null;
        }

        var settings = dataReader.Read(parameters, data.RootElement);
        return parameters.Failed ? null : settings with
        {
            AppId = appId,
            EventId = eventId,
            ImageTypes = [.. imageTypes],
            ImageBusinessTypes = [.. imageBusinessTypes],
            AudioTypes = audioTypes,
            AudioBusinessTypes = [.. audioBusinessTypes],
            ImageCallback = imageCallback!,
            AudioCallback = wantsAudio ? audioCallback : null,
            MessageLanguage = LanguageOf(language) ?? tenant.Language,
            FloodLimit = tenant.FloodLimit,
            SimilarityDedup = tenant.SimilarityDedup,
        };
    }

    public static MessageLanguage? LanguageOf(string? acceptLang) => acceptLang switch
    {
        "zh" => MessageLanguage.Chinese,
        "en" => MessageLanguage.English,
        _ => null,
    };

    private static TypeSet Types(ParameterReader parameters, string name, int maxLength, TypeVocabulary vocabulary)
    {
        if (parameters.Optional(name, maxLength) is not { } joined)
        {
            return TypeSet.Empty;
        }

        if (!TypeSet.TryParse(joined, vocabulary, out var types, out _))
        {
            parameters.Fail(name, vocabulary.Names is { Count: > 0 } names
                ? $"must be types out of {string.Join(' ', names)}, joined by _"
                : "must be upper-case names joined by _");
        }

        return types;
    }

    private string? Callback(ParameterReader parameters, string name)
    {
        var url = parameters.Optional(name, 1024);
        if (url is not null && addresses.RefusalOfCallback(url) is { } refusal)
        {
            parameters.Fail(name, refusal);
        }

        return url;
    }

    private static JsonDocument? Data(ParameterReader parameters, TenantRow tenant)
    {
        var encrypted = parameters.OneOf("encryptType", "sm4") is not null;
        if (parameters.Failed)
        {
            return null;
        }

        byte[] json;
        if (encrypted)
        {
            if (Sm4Data.Decrypt(parameters.Required("data", int.MaxValue), tenant.SecretKey) is not { } decrypted)
            {
                parameters.Fail("data", "does not decrypt with this tenant's secret key");
                return null;
            }

            json = decrypted;
        }
        else if (parameters.Object("data") is { } plain)
        {
            json = Encoding.UTF8.GetBytes(plain.GetRawText());
        }
        else
        {
            parameters.Fail("data", "missing");
            return null;
        }

        if (json.Length > DataBytes)
        {
            parameters.Fail("data", "at most 1 MiB");
            return null;
        }

        var document = CallBody.Parse(new(json), out var reason);
        if (document is null)
        {
            parameters.Fail("data", reason!["body: ".Length..]);
        }
        else if (!JsonText.IsValid(document.RootElement))
        {
            // It is echoed in callbacks, which could not be written.
            parameters.Fail("data", "holds an escape that is no text");
        }

        return document;
    }
}
