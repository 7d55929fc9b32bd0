namespace Sluice.Server.Pulling;

/// <summary>Picks one thing out of so many, the first one included. Not thread-safe: one per stream and kind.</summary>
internal sealed class StepCounter
{
    private readonly int _period;
    private int _next;

    private StepCounter(int period) => _period = period;

    /// <summary>detectStep (protocol §3): every n-th captured frame is moderated; null: all.</summary>
    public static StepCounter EveryNth(int? step) => new(Math.Max(1, step ?? 1));

    /// <summary>audioDetectStep (protocol §3): one segment is moderated, n are skipped; 0: all are moderated.</summary>
    public static StepCounter OneThenSkip(int skip) => new(Math.Max(0, skip) + 1);

    /// <summary>Counts one more and says whether it is moderated.</summary>
    public bool Take()
    {
        var taken = _next == 0;
        _next = (_next + 1) % _period;
        return taken;
    }
}
