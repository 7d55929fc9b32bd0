using System.Text.Json.Nodes;
using Sluice.SystemTests.Callbacks;

namespace Sluice.SystemTests.WholeWay;

/// <summary>What these tests submit: every frame and every segment is called back, and the end.</summary>
internal static class Submission
{
    public const string PassThrough = """{"shard":"7","nested":{"list":[1,2.50,"三"]}}""";

    public static JsonObject Of(string accessKey, string url, CallbackReceiver receiver, string room = "r42") =>
        Of(accessKey, url, receiver.At("/img"), receiver.At("/audio"), room);

    public static JsonObject Of(string accessKey, string url, string imgCallback, string audioCallback, string room = "r42") => new()
    {
        ["accessKey"] = accessKey,
        ["appId"] = "default",
        ["eventId"] = "VIDEOSTREAM",
        ["imgType"] = "QRCODE",
        ["audioType"] = "DIRTY",
        ["imgCallback"] = imgCallback,
        ["audioCallback"] = audioCallback,
        ["data"] = new JsonObject
        {
            ["streamType"] = "NORMAL",
            ["url"] = url,
            ["tokenId"] = "u-42",
            ["detectFrequency"] = 1,
            ["returnAllImg"] = 1,
            ["returnAllText"] = 1,
            ["returnFinishInfo"] = 1,
            ["room"] = room,
            ["unknownToUs"] = "kept",
            ["extra"] = new JsonObject { ["passThrough"] = JsonNode.Parse(PassThrough) },
        },
    };
}
