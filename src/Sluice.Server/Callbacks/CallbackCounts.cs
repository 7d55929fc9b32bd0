namespace Sluice.Server.Callbacks;

/// <summary>How many callbacks are in each state.</summary>
internal readonly record struct CallbackCounts(long Pending, long Delivered, long Dead);
