using Sluice.Server.Streams;

namespace Sluice.Server.Storage;

/// <summary>Which streams of a tenant are listed, newest first.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="State">Null: any.</param>
/// <param name="Room">Null: any.</param>
/// <param name="Before">Only streams with a lower <see cref="StreamSummary.Ordinal"/>. Null: from the newest.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record StreamFilter(string Tenant, StreamState? State, string? Room, long? Before, int Limit);
