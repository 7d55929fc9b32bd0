using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Sluice.Server.Api.Calls;
using Sluice.Server.Streams;

namespace Sluice.Server.Api.Submission;

/// <summary>Validates a submission's <c>data</c> (protocol §3).</summary>
internal sealed class StreamDataReader(AddressRules addresses, IOptions<ServerOptions> server)
{
    private const int MinInterval = 1;
    private const int MaxInterval = 60;
    private const int DefaultInterval = 3;
    private const int PassThroughLength = 1024;

    private static readonly FrozenSet<string> Known = new[]
    {
        "streamType", "url", "tokenId", "lang", "detectFrequency", "detectStep", "imgBusinessDetectStep", "audioDetectStep",
        "returnAllImg", "returnAllText", "returnPreText", "returnPreAudio", "returnFinishInfo", "returnStateInfo", "room", "streamName",
        "deviceId", "ip", "receiveTokenId", "imgCompareBase", "level", "gender", "anchorName", "liveTitle", "liveCover", "extra",
        "agoraParam", "trtcParam", "zegoParam", "volcParam", "aliParam",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownExtra = new[] { "passThrough" }.ToFrozenSet();

    /// <summary>What <c>data</c> says; what stands outside it is the caller's to fill in. What is wrong, <paramref name="outer"/> keeps.</summary>
    public StreamSettings Read(ParameterReader outer, JsonElement json)
    {
        var data = new ParameterReader(json, Known, outer);
        var streamType = StreamType(data);
        var settings = new StreamSettings
        {
            AppId = "",
            EventId = "",
            ImageCallback = "",
            Data = json.GetRawText(),
            StreamType = streamType,
            Url = Url(data),
            TokenId = data.Required("tokenId", 64),
            ContentLanguage = Language(data),
            FrameInterval = Interval(data),
            DetectStep = data.Integer("detectStep", 1),
            BusinessDetectStep = data.Integer("imgBusinessDetectStep", 1) ?? 1,
            AudioDetectStep = data.Integer("audioDetectStep", 1, 36) ?? 0,
            CompareBase = data.Optional("imgCompareBase", 1024),
            ReturnAllImages = data.Flag("returnAllImg"),
            ReturnAllText = data.Flag("returnAllText"),
            ReturnPreText = data.Flag("returnPreText"),
            ReturnPreAudio = data.Flag("returnPreAudio"),
            ReturnFinishInfo = data.Flag("returnFinishInfo"),
            ReturnStateInfo = data.Flag("returnStateInfo"),
            Room = data.Optional("room", 64),
            StreamName = data.Optional("streamName", 64),
            UserLevel = data.Integer("level", 0, 4),
            PassThrough = PassThrough(data),
        };

        // Kept with the stream in Data: only their form matters here.
        foreach (var name in (ReadOnlySpan<string>)["ip", "receiveTokenId", "gender", "anchorName", "liveTitle", "liveCover"])
        {
            data.Optional(name, 64);
        }

        data.Optional("deviceId", 128);
        return settings;
    }

    private static string StreamType(ParameterReader data)
    {
        data.Required("streamType", int.MaxValue);
        var streamType = data.OneOf("streamType", "NORMAL", "AGORA", "TRTC", "ZEGO", "VOLC", "ALI");
        if (streamType is not (null or "NORMAL"))
        {
            data.Object(streamType.ToLowerInvariant() + "Param");
            data.Fail("streamType", $"no source for {streamType} is installed, only NORMAL can be pulled");
        }

        return streamType ?? "";
    }

    private string Url(ParameterReader data)
    {
        var url = data.Required("url", 600);
        if (url.Length > 0 && addresses.RefusalOfSource(url) is { } refusal)
        {
            data.Fail("url", refusal);
        }

        return url;
    }

    private string Language(ParameterReader data)
    {
        var language = data.OneOf("lang", "zh", "en", "ar") ?? "zh";
        if (!server.Value.SupportedLanguages.Contains(language))
        {
            data.Fail("lang", $"this cluster supports {string.Join(", ", server.Value.SupportedLanguages)}");
        }

        return language;
    }

    private static int Interval(ParameterReader data)
    {
        var seconds = Math.Floor(data.Number("detectFrequency") ?? DefaultInterval);
        if (seconds > MaxInterval)
        {
            data.Fail("detectFrequency", $"must be from {MinInterval} to {MaxInterval}");
        }

        return (int)Math.Clamp(seconds, MinInterval, MaxInterval);
    }

    private static string? PassThrough(ParameterReader data)
    {
        if (data.Object("extra") is not { } extra)
        {
            return null;
        }

        var parameters = new ParameterReader(extra, KnownExtra, data, "extra.");
        var passThrough = parameters.Object("passThrough")?.GetRawText();
        if (passThrough is not null && ParameterReader.CodePoints(passThrough) > PassThroughLength)
        {
            parameters.Fail("passThrough", $"at most {PassThroughLength} characters of JSON");
        }

        return passThrough;
    }
}
