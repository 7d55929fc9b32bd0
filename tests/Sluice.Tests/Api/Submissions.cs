using System.Text.Json.Nodes;

namespace Sluice.Tests.Api;

/// <summary>Bodies of submissions for tests.</summary>
internal static class Submissions
{
    private static int _next;

    /// <summary>A valid one, of a source of its own that refuses connections.</summary>
    public static JsonObject Valid(string accessKey) => new()
    {
        ["accessKey"] = accessKey,
        ["appId"] = "default",
        ["eventId"] = "VIDEOSTREAM",
        ["imgType"] = "QRCODE",
        ["imgCallback"] = "http://127.0.0.1:9/img",
        ["data"] = new JsonObject
        {
            ["streamType"] = "NORMAL",
            ["url"] = $"rtmp://127.0.0.1:9/live/{Interlocked.Increment(ref _next)}",
            ["tokenId"] = "u-42",
        },
    };

    /// <summary>Sets a member by its path, e.g. <c>data.extra.passThrough</c>; <c>null</c> text removes it.</summary>
    public static JsonObject With(this JsonObject body, string path, string? json)
    {
        var names = path.Split('.');
        var at = body;
        foreach (var name in names[..^1])
        {
            at = at[name]?.AsObject() ?? (JsonObject)(at[name] = new JsonObject());
        }

        if (json is null)
        {
            at.Remove(names[^1]);
        }
        else
        {
            at[names[^1]] = JsonNode.Parse(json);
        }

        return body;
    }
}
