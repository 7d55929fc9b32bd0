using Sluice.Server.Callbacks;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage;

/// <summary>What the owner of a stream writes about it, fenced by the epoch.</summary>
internal sealed record StreamReport
{
    public required string StreamId { get; init; }

    public required long Epoch { get; init; }

    /// <summary>Null: unchanged.</summary>
    public StreamState? State { get; init; }

    public required StreamProgress Progress { get; init; }

    /// <summary>Null: unchanged. 0: the pull is well again.</summary>
    public int? ErrorCode { get; init; }

    public IReadOnlyList<CallbackRow> Callbacks { get; init; } = [];

    /// <summary>Of an end: whose error code and callbacks are written instead when a close was accepted first. Null: its own.</summary>
    public StreamReport? IfClosed { get; init; }
}
