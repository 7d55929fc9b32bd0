namespace Sluice.Server.Pulling.Starts;

/// <summary>Leave to try a second child beside a stream's first; disposed when its media comes, or it is given up.</summary>
internal sealed class StartTrial(StartPlaces places) : IDisposable
{
    private int _ended;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            places.EndTrial();
    }
}
