using Sluice.Server.Callbacks;

namespace Sluice.Server.Storage;

/// <summary>What is shown of a callback: its row without the body.</summary>
internal sealed record CallbackSummary
{
    /// <summary>Grows from callback to callback: its place in a list.</summary>
    public required long Ordinal { get; init; }

    public required string Id { get; init; }

    public required string StreamId { get; init; }

    /// <summary>1 frame, 2 audio.</summary>
    public required int ContentType { get; init; }

    public required CallbackKind Kind { get; init; }

    public required long Sequence { get; init; }

    /// <summary>May hold credentials: never shown whole.</summary>
    public required string Url { get; init; }

    /// <summary>Of a segment: the version of the policy that judged it. Null: nothing was judged.</summary>
    public string? PolicyVersion { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReplayedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required int Attempts { get; init; }

    public required CallbackState State { get; init; }

    public string? LastError { get; init; }
}
