namespace Sluice.Server.Pulling;

/// <summary>One of the places for children that are starting; given back once, however often it is released.</summary>
internal sealed class StartSlot(SemaphoreSlim places)
{
    private int _released;

    public void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
            places.Release();
    }
}
