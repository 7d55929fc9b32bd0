namespace Sluice.Server.Pulling.Sampling;

/// <summary>What the keyframes of a source are like, from its latest ones. Not thread-safe.</summary>
internal sealed class KeyframeWatch
{
    /// <summary>How many distances between keyframes are judged by.</summary>
    public const int Judged = 3;

    // A larger step, or one back, is a jump of the timestamps and says nothing.
    private static readonly TimeSpan LongestGop = TimeSpan.FromMinutes(2);

    // More than any server keeps for new players.
    private const int Remembered = 16;

    private readonly Queue<Keyframe> _recent = new(Remembered);
    private readonly TimeSpan[] _gops = new TimeSpan[Judged];
    private Keyframe? _last;
    private int _count;

    /// <summary>The latest one; null: none came.</summary>
    public Keyframe? Last => _last;

    /// <summary>The longest of the latest distances between keyframes; zero: not known yet.</summary>
    public TimeSpan Gop { get; private set; }

    public void Add(Keyframe keyframe)
    {
        var step = _last is { } last ? keyframe.Pts - last.Pts : TimeSpan.Zero;
        _last = keyframe;
        if (_recent.Count == Remembered)
            _recent.Dequeue();
        _recent.Enqueue(keyframe);
        if (step <= TimeSpan.Zero || step > LongestGop)
        {
            _count = 0;
            return;
        }

        _gops[_count++ % Judged] = step;
        Gop = TimeSpan.Zero;
        foreach (var gop in _gops.AsSpan(0, Math.Min(_count, Judged)))
            Gop = gop > Gop ? gop : Gop;
    }

    /// <summary>
    /// What another player's timestamps lack to be this one's, by the latest keyframe that both had; null: they had none in common. One
    /// that either had more than once, such as that of a still picture, says nothing.
    /// </summary>
    public TimeSpan? ShiftOf(KeyframeWatch other)
    {
        foreach (var one in _recent.Reverse())
        {
            if (one.Content != 0 && _recent.Count(k => k.Content == one.Content) == 1 && other._recent.Count(k => k.Content == one.Content) == 1)
                return one.Pts - other._recent.First(k => k.Content == one.Content).Pts;
        }

        return null;
    }

    /// <summary>Keyframes alone would fill every slot of this length, and in time.</summary>
    public bool KeyframesDo(TimeSpan slot) => _count >= Judged && Gop <= slot && _last is { IsReordered: false };

    /// <summary>Keyframes alone do not: some slot is empty, or a frame comes late.</summary>
    public bool KeyframesFail(TimeSpan slot) => Gop > slot || _last is { IsReordered: true };
}
