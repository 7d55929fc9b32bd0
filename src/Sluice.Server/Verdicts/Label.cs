namespace Sluice.Server.Verdicts;

/// <summary>What a frame or sound is said to hold, a risk or something else, in three levels from broad to narrow, with names for people.</summary>
/// <param name="Label1">riskLabel1 or businessLabel1; of a built-in risk one of protocol §7's words.</param>
/// <param name="Label2">riskLabel2 or businessLabel2. Empty for <c>normal</c>.</param>
/// <param name="Label3">riskLabel3 or businessLabel3. Empty for <c>normal</c>.</param>
/// <param name="Name1">Of <paramref name="Label1"/>.</param>
/// <param name="Name2">Of <paramref name="Label2"/>.</param>
/// <param name="Name3">Of <paramref name="Label3"/>.</param>
internal sealed record Label(string Label1, string Label2, string Label3, LabelName Name1, LabelName Name2, LabelName Name3)
{
    /// <summary>One whose second and third words are the same.</summary>
    public static Label Of(string label1, LabelName name1, string word, LabelName name) => new(label1, word, word, name1, name, name);
}
