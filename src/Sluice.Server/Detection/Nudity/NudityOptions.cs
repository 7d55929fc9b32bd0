namespace Sluice.Server.Detection.Nudity;

/// <summary>From which probability on a picture is what. Each is 0 to 1.</summary>
internal sealed class NudityOptions
{
    public const string Section = "Sluice:Detection:Nudity";

    /// <summary>Pornography is REJECT from here on. Default 0.85.</summary>
    public double RejectFrom { get; set; } = 0.85;

    /// <summary>Pornography is REVIEW from here on, at most <see cref="RejectFrom"/>. Default 0.6.</summary>
    public double ReviewFrom { get; set; } = 0.6;

    /// <summary>A picture that is sexy, not pornographic, is REVIEW from here on. Default 0.9.</summary>
    public double SexyFrom { get; set; } = 0.9;

    /// <summary>
    /// A frame that the small network finds pornographic with a probability from here to <see cref="SureFrom"/>, or sexy enough to be
    /// REVIEW, is judged again by the large one, which then counts. Default 0.3.
    /// </summary>
    public double DoubtFrom { get; set; } = 0.3;

    /// <summary>Above it the small network alone decides, at least <see cref="DoubtFrom"/>. Default 0.98.</summary>
    public double SureFrom { get; set; } = 0.98;
}
