using Sluice.Server.Lists;

namespace Sluice.Server.Detection;

/// <summary>One thing that a detector saw. What it means is the policy's to say.</summary>
/// <param name="Detector">Who saw it.</param>
/// <param name="Kind">What it is, in the detector's words: <c>qrcode</c>.</param>
/// <param name="Probability">0 to 1.</param>
internal sealed record Finding(string Detector, string Kind, double Probability)
{
    /// <summary>Where in the picture, in pixels, or null for the whole picture.</summary>
    public PixelBox? Location { get; init; }

    /// <summary>The detector is not sure enough for the worst that it could mean.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>Which of its kind it is: of an object <c>knife</c>, of a gender <c>female</c>, of a known face whose.</summary>
    public string? Name { get; init; }

    /// <summary>What part of the frame's area it covers, 0 to 1; null where that says nothing.</summary>
    public double? Share { get; init; }

    /// <summary>What it says: a code's content.</summary>
    public string? Content { get; init; }

    /// <summary>Of what was found in a text: where in it.</summary>
    public TextSpan? Span { get; init; }

    /// <summary>The tenant's black lists that it is on.</summary>
    public IReadOnlyList<ListHit> Lists { get; init; } = [];
}
