namespace Sluice.Server.Verdicts;

/// <summary>What a frame or sound is said to hold, in three levels from broad to narrow, with names for people.</summary>
/// <param name="Label1">riskLabel1: one of protocol §7's words.</param>
/// <param name="Label2">riskLabel2. Empty for <c>normal</c>.</param>
/// <param name="Label3">riskLabel3. Empty for <c>normal</c>.</param>
/// <param name="Name1">Of <paramref name="Label1"/>.</param>
/// <param name="Name2">Of <paramref name="Label2"/>.</param>
/// <param name="Name3">Of <paramref name="Label3"/>.</param>
internal sealed record Label(string Label1, string Label2, string Label3, LabelName Name1, LabelName Name2, LabelName Name3);
