namespace Sluice.Server.Callbacks;

/// <summary>What an attempt came to.</summary>
/// <param name="Id">The callback.</param>
/// <param name="State">Pending: try again at <paramref name="DueAt"/>.</param>
/// <param name="Attempts">Attempts made, this one included.</param>
/// <param name="DueAt">When the next attempt may begin.</param>
/// <param name="LastError">Null when it was delivered.</param>
internal sealed record CallbackOutcome(string Id, CallbackState State, int Attempts, DateTimeOffset DueAt, string? LastError);
