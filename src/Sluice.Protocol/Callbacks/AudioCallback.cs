namespace Sluice.Protocol;

/// <summary>The result of one 10 s audio segment, posted to audioCallback (protocol §4).</summary>
public sealed record AudioCallback : Callback
{
    /// <summary>Audio.</summary>
    public required ContentType ContentType { get; init; }

    /// <summary>What was passed through.</summary>
    public PassThroughInfo? AuxInfo { get; init; }

    /// <summary>What is heard in the segment.</summary>
    public required AudioDetail AudioDetail { get; init; }
}
