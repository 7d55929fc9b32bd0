namespace Sluice.Server.Verdicts;

/// <summary>riskSource: in what a risk was found (protocol §4).</summary>
internal enum RiskSource
{
    None = 1000,
    Text = 1001,
    Image = 1002,
    Audio = 1003,
}
