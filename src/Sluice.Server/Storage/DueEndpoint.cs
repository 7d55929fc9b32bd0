namespace Sluice.Server.Storage;

/// <summary>A scheme, host and port that pending callbacks go to.</summary>
/// <param name="Endpoint">Its name.</param>
/// <param name="FirstDueAt">When the first of them is or was due. It may be an end callback that waits for others.</param>
/// <param name="NextDueAt">When the next of them becomes due that is not due yet; null when all are.</param>
internal readonly record struct DueEndpoint(string Endpoint, DateTimeOffset FirstDueAt, DateTimeOffset? NextDueAt);
