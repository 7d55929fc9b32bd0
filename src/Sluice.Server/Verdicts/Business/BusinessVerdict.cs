using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts.Business;

/// <summary>Something that a frame shows beside risks, and where.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Findings">What was seen, the surest first; at least one.</param>
internal sealed record BusinessVerdict(Label Label, IReadOnlyList<Finding> Findings)
{
    private const double High = 0.8;
    private const double Middle = 0.6;

    /// <summary>0 to 1: that of the surest finding.</summary>
    public double Probability => Findings[0].Probability;

    /// <summary>confidenceLevel: 2 from 0.8 on, 1 from 0.6 on, 0 below. The protocol names the levels and leaves the bounds to us.</summary>
    public int Confidence => Probability >= High ? 2 : Probability >= Middle ? 1 : 0;
}
