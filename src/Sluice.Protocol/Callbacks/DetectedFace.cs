using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>A face in a frame.</summary>
public sealed record DetectedFace
{
    /// <summary>Tells the faces of one frame apart.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public string? Name { get; init; }

    /// <summary>x1, y1, x2, y2 in pixels.</summary>
    public IReadOnlyList<int>? Location { get; init; }

    /// <summary>0 to 1.</summary>
    public double Probability { get; init; }

    /// <summary>The face's share of the frame, 0 to 1.</summary>
    [JsonPropertyName("face_ratio")]
    public double? FaceRatio { get; init; }
}
