namespace Sluice.Server.Detection.Nudity;

/// <summary>What a network makes of a picture: probabilities that add up to 1.</summary>
/// <param name="Drawing">A drawing without anything sexual.</param>
/// <param name="Hentai">A pornographic drawing.</param>
/// <param name="Neutral">A picture without anything sexual.</param>
/// <param name="Porn">A pornographic picture.</param>
/// <param name="Sexy">Little clothed, not pornographic.</param>
internal readonly record struct NudityScores(float Drawing, float Hentai, float Neutral, float Porn, float Sexy)
{
    /// <summary>How many numbers it is made of.</summary>
    public const int Count = 5;

    /// <summary>Pornographic, drawn or not.</summary>
    public float Explicit => Hentai + Porn;

    /// <param name="numbers">In the order of the networks' outputs.</param>
    public static NudityScores From(ReadOnlySpan<float> numbers) => new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
}
