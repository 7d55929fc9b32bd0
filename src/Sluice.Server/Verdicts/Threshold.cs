using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts;

/// <summary>From where on a finding comes to a level.</summary>
/// <param name="From">Its probability, 0 to 1.</param>
/// <param name="Sure">Its detector is sure, by settings of its own, whatever the probability.</param>
internal readonly record struct Threshold(double From, bool Sure = false)
{
    public bool IsReached(Finding finding) => Sure ? !finding.IsDoubtful : finding.Probability >= From;
}
