namespace Sluice.Server.Pulling.Starts;

/// <summary>
/// How many children may start at once. They share the processors with those that run: a start that takes long halves the number,
/// down to 1; quick ones raise it, by one for each round of them, up to what is set. Not thread-safe.
/// </summary>
/// <param name="most">What is set; what it begins with.</param>
/// <param name="time">The clock.</param>
internal sealed class StartLimit(int most, TimeProvider time)
{
    /// <summary>A start that takes no longer leaves room for one more beside it. Alone on a quiet machine one takes 0.1 s.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.3);

    /// <summary>A start that takes so long takes the processors away from streams that run, or these from it.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(0.6);

    /// <summary>How long a slow start counts against starts that nobody waits for.</summary>
    public static readonly TimeSpan Strain = TimeSpan.FromSeconds(2);

    private double _places = most;
    private long? _slowAt;
    private long? _cutAt;

    /// <summary>How many, at least 1.</summary>
    public int Places => (int)_places;

    /// <summary>A start was slow a moment ago.</summary>
    public bool IsStrained => _slowAt is { } at && time.GetElapsedTime(at) < Strain;

    /// <summary>A child runs now.</summary>
    /// <param name="began">When it was started, by the clock's time stamps.</param>
    public void OnStarted(long began)
    {
        var now = time.GetTimestamp();
        var took = time.GetElapsedTime(began, now);
        if (took <= Quick)
        {
            _places = Math.Min(most, _places + (1 / _places));
            return;
        }

        if (took < Slow)
            return;

        // What was under way already at the last cut says nothing about the number since.
        _slowAt = now;
        if (_cutAt is null || began >= _cutAt)
        {
            _places = Math.Max(1, _places / 2);
            _cutAt = now;
        }
    }
}
