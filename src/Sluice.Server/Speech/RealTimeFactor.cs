namespace Sluice.Server.Speech;

/// <summary>How long a recogniser takes for a second of sound, as a moving average: what came last counts most.</summary>
internal sealed class RealTimeFactor
{
    private const double Weight = 0.2;
    private readonly Lock _lock = new();
    private double? _value;

    /// <summary>Below 1 it is faster than the sound; 0 as long as nothing was measured.</summary>
    public double Value
    {
        get
        {
            lock (_lock)
            {
                return _value ?? 0;
            }
        }
    }

    public void Observe(TimeSpan sound, TimeSpan took)
    {
        if (sound <= TimeSpan.Zero)
        {
            return;
        }

        lock (_lock)
        {
            var measured = took / sound;
            _value = _value is { } before ? before + (Weight * (measured - before)) : measured;
        }
    }
}
