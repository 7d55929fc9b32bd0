using Sluice.Server.Detection.Text;

namespace Sluice.Server.Detection.Unchanged;

/// <summary>
/// The picture of one stream that was judged last, and what was found. Frames are compared with it, not with each other: what changes
/// slowly is noticed when it has changed enough.
/// </summary>
/// <param name="time">Its steady clock: a wall clock that is set changes nothing here.</param>
internal sealed class FrameMemory(TimeProvider time)
{
    private readonly Lock _lock = new();
    private Judgement? _last;

    // The first picture of those that have been alike since; it stays when they are judged again.
    private (PictureSignature Picture, long Since)? _still;

    /// <summary>What its frames said: text stays where it is while all else moves.</summary>
    public TextMemory Text { get; } = new();

    /// <summary>Compares a frame.</summary>
    /// <param name="signature">Of the frame.</param>
    /// <param name="wants">What is asked of it. What was judged for less says nothing of it.</param>
    /// <param name="keepFor">How old a judgement may be.</param>
    /// <param name="turns">How long a picture must stay as it is to mean something else: it is judged anew then.</param>
    public FrameSighting See(PictureSignature signature, FrameWants wants, TimeSpan keepFor, IEnumerable<TimeSpan> turns)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_still is not { } still || !still.Picture.IsLike(signature))
            {
                _still = still = (signature, now);
            }

            var stillFor = time.GetElapsedTime(still.Since, now);
            var isKnown = _last is { } last
                && time.GetElapsedTime(last.Seen.At, now) < keepFor
                && Covers(last.Wants, wants)
                && !turns.Any(turn => (last.Seen.StillFor < turn) != (stillFor < turn))
                && last.Seen.Signature!.IsLike(signature);
            return new FrameSighting(signature, now, stillFor, isKnown ? _last!.Judged : null);
        }
    }

    /// <summary>Every detector that was wanted has judged a frame that <see cref="See"/> did not know.</summary>
    public void Remember(FrameSighting seen, FrameWants wants, JudgedFrame judged)
    {
        lock (_lock)
        {
            // Of two that were judged at once the newer one counts.
            if (_last is not { } last || last.Seen.At <= seen.At)
            {
                _last = new Judgement(seen, wants, judged);
            }
        }
    }

    private static bool Covers(FrameWants judged, FrameWants wanted) =>
        wanted.RiskTypes.All(judged.RiskTypes.Contains)
        && wanted.BusinessTypes.All(judged.BusinessTypes.Contains)
        && wanted.CompareBase == judged.CompareBase;

    private sealed record Judgement(FrameSighting Seen, FrameWants Wants, JudgedFrame Judged);
}
