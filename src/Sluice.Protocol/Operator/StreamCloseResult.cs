namespace Sluice.Protocol;

/// <summary>What a close of one stream would have been answered (protocol §2).</summary>
public sealed record StreamCloseResult
{
    /// <summary>The stream.</summary>
    public required string RequestId { get; init; }

    /// <summary>1100, 1902 when there is no such stream, 9101 when it is another tenant's.</summary>
    public required ResponseCode Code { get; init; }
}
