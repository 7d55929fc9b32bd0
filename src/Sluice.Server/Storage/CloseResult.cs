using Sluice.Server.Streams;

namespace Sluice.Server.Storage;

/// <summary>What became of a close.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Owner">The node to tell, when it was accepted.</param>
internal readonly record struct CloseResult(CloseDecision Decision, string? Owner = null);
