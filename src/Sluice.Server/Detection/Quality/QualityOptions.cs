namespace Sluice.Server.Detection.Quality;

/// <summary>When a picture shows too little to be seen (imgBusinessType LOWVISION).</summary>
internal sealed class QualityOptions
{
    public const string Section = "Sluice:Detection:Quality";

    /// <summary>
    /// Blurred from here on: the standard deviation of the blur of its sharper parts, in pixels of a picture of 360 lines, as clean edges
    /// show it; footage reads about half of it. More than 0.65, which sharp edges read, at most 20. Default 1.05.
    /// </summary>
    public double BlurFrom { get; set; } = 1.05;

    /// <summary>Brightness, 0 to 255, that nearly all of a black picture is below. Default 36.</summary>
    public int BlackBelow { get; set; } = 36;

    /// <summary>Brightness, 0 to 255, that nearly all of a white picture is above; more than <see cref="BlackBelow"/>. Default 235.</summary>
    public int WhiteAbove { get; set; } = 235;

    /// <summary>A picture that has not changed for so long is frozen, 1 s to 1 day. Default 60 s.</summary>
    public TimeSpan FrozenAfter { get; set; } = TimeSpan.FromSeconds(60);
}
