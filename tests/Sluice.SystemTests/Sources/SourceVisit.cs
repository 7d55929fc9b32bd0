namespace Sluice.SystemTests.Sources;

/// <summary>One player's connection to a source. Times are <see cref="TimeProvider.GetTimestamp"/> of the system's clock.</summary>
internal sealed class SourceVisit(string path, long cameAt)
{
    private readonly TaskCompletionSource<long> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it asked for; empty when it was never read.</summary>
    public string Path { get; } = path;

    public long CameAt { get; } = cameAt;

    /// <summary>When the source saw it go.</summary>
    public Task<long> Left => _left.Task;

    public void OnLeft() => _left.TrySetResult(TimeProvider.System.GetTimestamp());
}
