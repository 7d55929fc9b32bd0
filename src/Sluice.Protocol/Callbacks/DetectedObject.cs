namespace Sluice.Protocol;

/// <summary>An object or a code in a frame.</summary>
public sealed record DetectedObject
{
    /// <summary>Tells the objects of one frame apart.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public string? Name { get; init; }

    /// <summary>x1, y1, x2, y2 in pixels.</summary>
    public IReadOnlyList<int>? Location { get; init; }

    /// <summary>0 to 1.</summary>
    public double Probability { get; init; }

    /// <summary>What a code says.</summary>
    public string? QrContent { get; init; }
}
