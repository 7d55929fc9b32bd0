namespace Sluice.Server.Pulling.Starts;

/// <summary>One of the places for children that start; given back once, however often it is released.</summary>
internal sealed class StartPlace(StartPlaces places)
{
    private int _released;

    /// <summary>The child runs, and how long that took says how many may start at once.</summary>
    /// <param name="began">When it was started, by the clock's time stamps.</param>
    public void OnStarted(long began) => Release(began);

    /// <summary>The child did not get there, for reasons of its own.</summary>
    public void Release() => Release(null);

    private void Release(long? began)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
            places.Release(began);
    }
}
