using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>A person in a frame.</summary>
public sealed record DetectedPerson
{
    /// <summary>Tells the persons of one frame apart.</summary>
    public required string Id { get; init; }

    /// <summary>x1, y1, x2, y2 in pixels.</summary>
    public IReadOnlyList<int>? Location { get; init; }

    /// <summary>0 to 1.</summary>
    public double Probability { get; init; }

    /// <summary>The person's share of the frame, 0 to 1.</summary>
    [JsonPropertyName("person_ratio")]
    public double? PersonRatio { get; init; }
}
