namespace Sluice.Protocol;

/// <summary>The result of one frame, posted to imgCallback (protocol §4).</summary>
public sealed record FrameCallback : Callback
{
    /// <summary>Frame.</summary>
    public required ContentType ContentType { get; init; }

    /// <summary>What was passed through.</summary>
    public PassThroughInfo? AuxInfo { get; init; }

    /// <summary>What the frame shows.</summary>
    public required FrameDetail FrameDetail { get; init; }
}
