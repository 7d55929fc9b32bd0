using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Cli.Calls;

/// <summary>An answer of the server, as it came (protocol §1).</summary>
internal sealed record ServerAnswer
{
    public const int Success = 1100;

    public required int Code { get; init; }

    public required string Message { get; init; }

    public required string RequestId { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of a duplicate: the stream that runs already.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Types that were asked for and that nothing installed can judge.</summary>
    public IReadOnlyList<string> NoDetectorFor { get; init; } = [];

    public required string Raw { get; init; }

    /// <summary>Null when the text is no answer of this protocol.</summary>
    public static ServerAnswer? Read(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject answer || answer["code"] is not JsonValue code || !code.TryGetValue(out int number))
                return null;
            var detail = answer["detail"] as JsonObject;
            return new ServerAnswer
            {
                Code = number,
                Message = Text(answer["message"]) ?? "",
                RequestId = Text(answer["requestId"]) ?? "",
                Reason = Text(detail?["reason"]),
                DuplicateOf = Text(detail?["dupRequestId"]),
                NoDetectorFor = detail?["noDetectorFor"] is JsonArray types ? [.. types.Select(Text).OfType<string>()] : [],
                Raw = text,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary><c>code message: reason</c></summary>
    public override string ToString() =>
        $"{Code} {Message}" + (Reason is null ? "" : $": {Reason}") + (DuplicateOf is null ? "" : $" (as {DuplicateOf})");

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
