using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>What a business label rests on.</summary>
public sealed record BusinessDetail
{
    /// <summary>Faces.</summary>
    public IReadOnlyList<DetectedFace>? Faces { get; init; }

    /// <summary>How many faces.</summary>
    [JsonPropertyName("face_num")]
    public int? FaceNum { get; init; }

    /// <summary>Objects.</summary>
    public IReadOnlyList<DetectedObject>? Objects { get; init; }

    /// <summary>Persons, at most 10.</summary>
    public IReadOnlyList<DetectedPerson>? Persons { get; init; }

    /// <summary>How many persons.</summary>
    [JsonPropertyName("person_num")]
    public int? PersonNum { get; init; }
}
