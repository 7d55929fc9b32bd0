namespace Sluice.Server.Verdicts.Policies;

/// <summary>What is written in a rule.</summary>
internal static class RuleField
{
    /// <summary>For whom: an array of types.</summary>
    public const string Types = "types";

    /// <summary>Of findings.</summary>
    public const string Kind = "kind";

    /// <summary>Of findings.</summary>
    public const string Name = "name";

    /// <summary>Of findings.</summary>
    public const string Detector = "detector";

    /// <summary>What a code is for: <c>link</c> or <c>contact</c>.</summary>
    public const string Says = "says";

    /// <summary>Of a risk: only of a <c>frame</c>, or only of <c>sound</c>.</summary>
    public const string Media = "media";

    /// <summary>Three words.</summary>
    public const string Label = "label";

    /// <summary>Their names in Chinese.</summary>
    public const string Chinese = "zh";

    /// <summary>Their names in English.</summary>
    public const string English = "en";

    /// <summary>Of a risk: a probability, or <see cref="Sure"/>.</summary>
    public const string Review = "review";

    /// <summary>Of a risk: a probability, or <see cref="Sure"/>.</summary>
    public const string Reject = "reject";

    /// <summary>Of a risk: <c>text</c>, <c>image</c> or <c>audio</c>.</summary>
    public const string Source = "source";

    /// <summary>Of a business label: a probability.</summary>
    public const string From = "from";

    /// <summary>From where on the detector itself is sure.</summary>
    public const string Sure = "sure";

    public static IReadOnlyList<string> OfRisks { get; } = [Types, Kind, Name, Detector, Says, Media, Label, Chinese, English, Review, Reject, Source];

    public static IReadOnlyList<string> OfBusiness { get; } = [Types, Kind, Name, Detector, Says, Label, Chinese, English, From];
}
