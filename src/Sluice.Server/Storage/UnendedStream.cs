using Sluice.Server.Streams;

namespace Sluice.Server.Storage;

/// <summary>A stream that its owner has something to do for.</summary>
/// <param name="Id">The stream.</param>
/// <param name="State">Any but ended.</param>
internal readonly record struct UnendedStream(string Id, StreamState State);
