namespace Sluice.Server.Pulling.Sampling;

/// <summary>Runs one child from its start to its end, its media through the lane. Cancelled, it is gone when this returns.</summary>
internal delegate Task<PullEnd> RunChild(MediaJoin join, MediaLane lane, CancellationToken stop);
