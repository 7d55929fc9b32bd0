using Sluice.Protocol;

namespace Sluice.Server.Verdicts;

/// <summary>
/// Lets at most so many risky results a minute of one label pass. A label is the three words together. A result passes when any
/// of its labels has room, and its labels at its own level and above count against it: so a new label passes, and so does a rise
/// from REVIEW to REJECT. For one stream and content type; one caller at a time.
/// </summary>
/// <param name="limit">Results a minute; 0: any number.</param>
/// <param name="time">Its steady clock: a wall clock that is set changes nothing here.</param>
internal sealed class FloodControl(int limit, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>A stream that has more than this, of which none is a minute old, is past counting: the rest passes.</summary>
    private const int MostLabels = 256;

    private readonly Dictionary<Key, Queue<long>> _passed = [];

    /// <summary>Whether the result is to be called back; if so, it counts.</summary>
    public bool TryPass(Verdict verdict)
    {
        if (limit == 0 || verdict.All.Count == 0)
        {
            return true;
        }

        if (!verdict.All.Any(HasRoom))
        {
            return false;
        }

        var now = time.GetTimestamp();
        foreach (var judged in verdict.All)
        {
            Count(new Key(judged.Label.Label1, judged.Label.Label2, judged.Label.Label3, judged.Level), now);
        }

        return true;
    }

    private bool HasRoom(JudgedLabel judged)
    {
        var passed = 0;
        for (var level = judged.Level; level <= RiskLevel.Reject; level++)
        {
            if (_passed.TryGetValue(new Key(judged.Label.Label1, judged.Label.Label2, judged.Label.Label3, level), out var times))
            {
                Trim(times);
                passed += times.Count;
            }
        }

        return passed < limit;
    }

    private void Count(Key key, long now)
    {
        if (!_passed.TryGetValue(key, out var times))
        {
            if (_passed.Count >= MostLabels && !TryForget())
            {
                return;
            }

            _passed.Add(key, times = []);
        }

        // One label of a result may be over its limit while another has room: what counts is the last so many.
        if (times.Count == limit)
        {
            times.Dequeue();
        }

        times.Enqueue(now);
    }

    private bool TryForget()
    {
        foreach (var (key, times) in _passed)
        {
            Trim(times);
            if (times.Count == 0)
            {
                _passed.Remove(key);
            }
        }

        return _passed.Count < MostLabels;
    }

    private void Trim(Queue<long> times)
    {
        while (times.TryPeek(out var first) && time.GetElapsedTime(first) >= Window)
        {
            times.Dequeue();
        }
    }

    private readonly record struct Key(string Label1, string Label2, string Label3, RiskLevel Level);
}
