using Sluice.Protocol;

namespace Sluice.Server.Verdicts;

/// <summary>
/// Which frames of a stream its tenant does not want to hear of. Only risky ones: a PASS that returnAllImg asks for is no flood.
/// In memory, so that a restart may let one more pass. One caller at a time.
/// </summary>
internal sealed class FrameSuppression(int floodLimit, bool similarityDedup, TimeProvider time)
{
    private readonly FloodControl _floods = new(floodLimit, time);
    private readonly SimilarFrames? _similar = similarityDedup ? new SimilarFrames(time) : null;

    /// <summary>Decides, and counts the frame as called back when that is the decision.</summary>
    /// <param name="verdict">What the frame came to.</param>
    /// <param name="look">What it looks like; null when that is not known: then it is similar to none.</param>
    /// <param name="afterSimilar">It is to be called back, and similar ones were left out before it.</param>
    public Suppression Judge(Verdict verdict, ulong? look, out bool afterSimilar)
    {
        afterSimilar = false;
        if (verdict.Level == RiskLevel.Pass)
        {
            return Suppression.None;
        }

        if (look is { } repeated && _similar?.IsRepeat(verdict, repeated) == true)
        {
            return Suppression.Similar;
        }

        if (!_floods.TryPass(verdict))
        {
            return Suppression.Flood;
        }

        afterSimilar = look is { } sent && _similar?.OnCalledBack(verdict, sent) == true;
        return Suppression.None;
    }
}
