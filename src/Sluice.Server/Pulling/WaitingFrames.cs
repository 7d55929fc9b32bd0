using System.Collections.Concurrent;

namespace Sluice.Server.Pulling;

/// <summary>The lanes of all streams of this node, for whoever asks how long their frames wait.</summary>
internal sealed class WaitingFrames
{
    private readonly ConcurrentDictionary<FrameLane, bool> _lanes = [];

    /// <summary>How long the frame that has waited longest has waited; zero when none waits.</summary>
    public TimeSpan Oldest
    {
        get
        {
            var oldest = TimeSpan.Zero;
            foreach (var (lane, _) in _lanes)
            {
                var wait = lane.OldestWait;
                oldest = wait > oldest ? wait : oldest;
            }

            return oldest;
        }
    }

    /// <summary>The lane counts until what is returned is disposed.</summary>
    public IDisposable Enter(FrameLane lane)
    {
        _lanes[lane] = true;
        return new Entry(this, lane);
    }

    private sealed class Entry(WaitingFrames frames, FrameLane lane) : IDisposable
    {
        public void Dispose() => frames._lanes.TryRemove(lane, out _);
    }
}
