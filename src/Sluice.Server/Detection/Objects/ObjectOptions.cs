namespace Sluice.Server.Detection.Objects;

/// <summary>Which things the network is believed to have seen. Each is 0 to 1.</summary>
internal sealed class ObjectOptions
{
    public const string Section = "Sluice:Detection:Objects";

    /// <summary>A person or thing that is less probable is not reported. Above 0. Default 0.35.</summary>
    public double MinProbability { get; set; } = 0.35;

    /// <summary>
    /// The same for what is VIOLENT, knives and scissors, which are small and thin, and which people look at. Above 0. Default 0.3.
    /// </summary>
    public double MinBladeProbability { get; set; } = 0.3;

    /// <summary>
    /// Of two things of one class that share more of the area that they cover together, the less probable is not reported: it is the
    /// same one. Default 0.5.
    /// </summary>
    public double MaxOverlap { get; set; } = 0.5;
}
