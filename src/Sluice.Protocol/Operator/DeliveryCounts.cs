namespace Sluice.Protocol;

/// <summary>Callbacks by state.</summary>
public sealed record DeliveryCounts
{
    /// <summary>On their way.</summary>
    public required long Pending { get; init; }

    /// <summary>Answered 200.</summary>
    public required long Delivered { get; init; }

    /// <summary>Given up.</summary>
    public required long Dead { get; init; }
}
