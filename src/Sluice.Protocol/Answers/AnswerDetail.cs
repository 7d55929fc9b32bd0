using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>More about an answer.</summary>
public sealed record AnswerDetail
{
    /// <summary>The <c>errorCode</c> of a duplicate submission.</summary>
    public const int Duplicate = 1001;

    /// <summary>One short English sentence naming the parameter. Sluice adds it to every answer that is not 1100.</summary>
    public string? Reason { get; init; }

    /// <summary><see cref="Duplicate"/> when the same source is already being moderated.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The same number: both spellings are in use.</summary>
    [JsonPropertyName("errorcode")]
    public int? ErrorCodeLowerCase { get; init; }

    /// <summary>The stream that is already running. It can be closed with it.</summary>
    public string? DupRequestId { get; init; }

    /// <summary>Requested types that nothing installed can judge. They are accepted and never hit.</summary>
    public IReadOnlyList<string>? NoDetectorFor { get; init; }
}
