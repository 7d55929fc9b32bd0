using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>What a frame's advice rests on.</summary>
public sealed record FrameRiskDetail
{
    /// <summary>Text, image or none.</summary>
    public required RiskSource RiskSource { get; init; }

    /// <summary>Faces that were recognised.</summary>
    public IReadOnlyList<DetectedFace>? Faces { get; init; }

    /// <summary>How many faces.</summary>
    [JsonPropertyName("face_num")]
    public int? FaceNum { get; init; }

    /// <summary>Objects and codes.</summary>
    public IReadOnlyList<DetectedObject>? Objects { get; init; }

    /// <summary>Persons, at most 10.</summary>
    public IReadOnlyList<DetectedPerson>? Persons { get; init; }

    /// <summary>How many persons.</summary>
    [JsonPropertyName("person_num")]
    public int? PersonNum { get; init; }

    /// <summary>Text on screen.</summary>
    public OcrText? OcrText { get; init; }
}
