namespace Sluice.Server.Verdicts.Business;

/// <summary>What a frame is said to show beside risks: three words from broad to narrow, with names for people.</summary>
/// <param name="Label1">businessLabel1.</param>
/// <param name="Label2">businessLabel2.</param>
/// <param name="Label3">businessLabel3.</param>
/// <param name="Name1">Of <paramref name="Label1"/>.</param>
/// <param name="Name2">Of <paramref name="Label2"/>.</param>
/// <param name="Name3">Of <paramref name="Label3"/>.</param>
internal sealed record BusinessName(string Label1, string Label2, string Label3, LabelName Name1, LabelName Name2, LabelName Name3);
