namespace Sluice.Cli.Callbacks;

/// <summary>One POST that came.</summary>
/// <param name="ReceivedAt">When its body had come, local time.</param>
/// <param name="Timestamp">The same on the clock that <see cref="TimeProvider.GetTimestamp"/> reads.</param>
/// <param name="Path">Path of the URL.</param>
/// <param name="Body">As it came.</param>
internal sealed record ReceivedCallback(DateTimeOffset ReceivedAt, long Timestamp, string Path, ReadOnlyMemory<byte> Body)
{
    /// <summary>The three headers of Standard Webhooks; null where they were missing.</summary>
    public string? WebhookId { get; init; }

    public string? WebhookTimestamp { get; init; }

    public string? WebhookSignature { get; init; }
}
