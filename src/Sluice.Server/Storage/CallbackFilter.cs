using Sluice.Server.Callbacks;

namespace Sluice.Server.Storage;

/// <summary>Which callbacks of a tenant are listed, newest first.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="StreamId">Null: of all its streams.</param>
/// <param name="State">Null: any.</param>
/// <param name="Before">Only callbacks with a lower <see cref="CallbackSummary.Ordinal"/>. Null: from the newest.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record CallbackFilter(string Tenant, string? StreamId, CallbackState? State, long? Before, int Limit);
