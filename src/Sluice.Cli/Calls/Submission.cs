using System.Text.Json.Nodes;

namespace Sluice.Cli.Calls;

/// <summary>What a submission asks for (protocol §3); what is null or false is left out of the request.</summary>
internal sealed record Submission
{
    public const string DefaultImgType = "QRCODE";

    /// <summary>When sound is asked for by its callback alone.</summary>
    public const string DefaultAudioType = "POLITY_EROTIC_DIRTY";

    public required string AccessKey { get; init; }

    public required string Url { get; init; }

    public required string ImgCallback { get; init; }

    public string? AudioCallback { get; init; }

    public string ImgType { get; init; } = DefaultImgType;

    public string? AudioType { get; init; }

    public string AppId { get; init; } = "default";

    public string TokenId { get; init; } = "sluice-cli";

    /// <summary>Language of speech and on-screen text.</summary>
    public string? Language { get; init; }

    /// <summary>Seconds between frames.</summary>
    public double? Every { get; init; }

    /// <summary>Every frame and segment is called back, not only risky ones.</summary>
    public bool ReturnAll { get; init; }

    public bool ReturnFinishInfo { get; init; }

    public string? Room { get; init; }

    public JsonObject ToJson()
    {
        var data = new JsonObject { ["streamType"] = "NORMAL", ["url"] = Url, ["tokenId"] = TokenId };
        Add(data, "lang", Language);
        Add(data, "room", Room);
        if (Every is { } every)
            data["detectFrequency"] = every;
        if (ReturnAll)
        {
            data["returnAllImg"] = 1;
            data["returnAllText"] = 1;
        }
        if (ReturnFinishInfo)
            data["returnFinishInfo"] = 1;

        var request = new JsonObject
        {
            ["accessKey"] = AccessKey,
            ["appId"] = AppId,
            ["eventId"] = "VIDEOSTREAM",
            ["imgType"] = ImgType,
            ["imgCallback"] = ImgCallback,
        };
        // A callback for sound asks for sound, and sound is moderated only for a type.
        Add(request, "audioType", AudioType ?? (AudioCallback is null ? null : DefaultAudioType));
        Add(request, "audioCallback", AudioCallback);
        request["data"] = data;
        return request;
    }

    private static void Add(JsonObject target, string name, string? value)
    {
        if (value is not null)
            target[name] = value;
    }
}
