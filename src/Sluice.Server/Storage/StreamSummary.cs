using Sluice.Server.Callbacks;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage;

/// <summary>What is shown of a stream: its row without what was submitted beside room, name and address.</summary>
internal sealed record StreamSummary
{
    /// <summary>Grows from stream to stream: its place in a list.</summary>
    public required long Ordinal { get; init; }

    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required StreamState State { get; init; }

    public required EndReason EndReason { get; init; }

    /// <summary>3001 to 3005 of the last failed pull, 0 when there was none.</summary>
    public required int ErrorCode { get; init; }

    public required string Owner { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Room { get; init; }

    public string? StreamName { get; init; }

    /// <summary>As submitted, with credentials: never shown whole.</summary>
    public required string Url { get; init; }

    public required StreamProgress Progress { get; init; }

    public required CallbackCounts Callbacks { get; init; }
}
