using Sluice.Protocol;

namespace Sluice.Server.Detection.Own;

/// <summary>Names every error of a model's rules.</summary>
internal static class OwnRuleValidator
{
    private const int LongestWord = 64;
    private const string Normal = "normal";
    private static readonly string[] HeardRisks = [.. TypeVocabulary.AudioRisk.Names.Where(type => type != "NONE")];

    /// <param name="rule">One of a model's.</param>
    /// <param name="labels">The model's labels; null: not known, any may be meant.</param>
    /// <param name="ofSound">The types are those of sound.</param>
    /// <returns>Each begins with the setting's name within the rule.</returns>
    public static IEnumerable<string> Errors(OwnRuleOptions rule, IReadOnlyCollection<string>? labels, bool ofSound = false)
    {
        if (string.IsNullOrWhiteSpace(rule.When))
        {
            yield return $"{nameof(rule.When)}: must be one of the model's labels";
        }
        else if (labels is not null && !labels.Contains(rule.When))
        {
            yield return $"{nameof(rule.When)}: '{rule.When}' is none of the model's labels";
        }
        else if (labels?.Count(label => label == rule.When) > 1)
        {
            yield return $"{nameof(rule.When)}: '{rule.When}' is more than one of the model's labels";
        }

        foreach (var error in ((rule.RiskType, rule.BusinessType) switch
        {
            ({ }, null) => RiskErrors(rule, ofSound ? HeardRisks : TypeVocabulary.ImageRisk.Names),
            (null, { }) => BusinessErrors(rule, ofSound),
            _ => [$"{nameof(rule.RiskType)}: this or {nameof(rule.BusinessType)} must be given, and not both"],
        }).Concat(WordErrors(rule)))
        {
            yield return error;
        }
    }

    private static IEnumerable<string> RiskErrors(OwnRuleOptions rule, IReadOnlyList<string> types)
    {
        if (!types.Contains(rule.RiskType))
        {
            yield return $"{nameof(rule.RiskType)}: must be one of {string.Join(", ", types)}, but is '{rule.RiskType}'";
        }

        if (rule.ReviewFrom is null && rule.RejectFrom is null)
        {
            yield return $"{nameof(rule.ReviewFrom)}: this, {nameof(rule.RejectFrom)} or both must be given";
        }

        foreach (var error in Probability(nameof(rule.ReviewFrom), rule.ReviewFrom).Concat(Probability(nameof(rule.RejectFrom), rule.RejectFrom)))
        {
            yield return error;
        }

        if (rule.ReviewFrom > rule.RejectFrom)
        {
            yield return $"{nameof(rule.ReviewFrom)}: must be at most {nameof(rule.RejectFrom)}";
        }

        if (rule.From is not null)
        {
            yield return $"{nameof(rule.From)}: is for business types: a risk has {nameof(rule.ReviewFrom)} and {nameof(rule.RejectFrom)}";
        }

        if (rule.Label1 == Normal)
        {
            yield return $"{nameof(rule.Label1)}: '{Normal}' means that nothing was found";
        }
    }

    private static IEnumerable<string> BusinessErrors(OwnRuleOptions rule, bool ofSound)
    {
        if (ofSound && !TypeVocabulary.AudioBusiness.Names.Contains(rule.BusinessType))
        {
            yield return $"{nameof(rule.BusinessType)}: must be one of {string.Join(", ", TypeVocabulary.AudioBusiness.Names)}, but is '{rule.BusinessType}'";
        }
        else if (!ofSound && (!TypeSet.TryParse(rule.BusinessType!, TypeVocabulary.ImageBusiness, out var types, out _) || types.Count != 1))
        {
            yield return $"{nameof(rule.BusinessType)}: must be capitals and digits such as VEHICLE, but is '{rule.BusinessType}'";
        }

        foreach (var error in Probability(nameof(rule.From), rule.From))
        {
            yield return error;
        }

        if (rule.ReviewFrom is not null || rule.RejectFrom is not null)
        {
            yield return $"{(rule.ReviewFrom is null ? nameof(rule.RejectFrom) : nameof(rule.ReviewFrom))}: is for risk types: a business label has {nameof(rule.From)}";
        }
    }

    private static IEnumerable<string> WordErrors(OwnRuleOptions rule)
    {
        if (rule.Label1 is null)
        {
            yield return $"{nameof(rule.Label1)}: must be given";
        }

        foreach (var (setting, word) in new[] { (nameof(rule.Label1), rule.Label1), (nameof(rule.Label2), rule.Label2), (nameof(rule.Label3), rule.Label3) })
        {
            if (word is not null && (word.Length is 0 or > LongestWord || word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            {
                yield return $"{setting}: must be a word of at most {LongestWord} characters";
            }
        }

        foreach (var (setting, names) in new[] { (nameof(rule.Chinese), rule.Chinese), (nameof(rule.English), rule.English) })
        {
            if (names is not null && (names.Split(':').Length != 3 || names.Split(':').Any(string.IsNullOrWhiteSpace)))
            {
                yield return $"{setting}: must be three names joined by ':'";
            }
        }
    }

    private static IEnumerable<string> Probability(string setting, double? value) =>
        value is null or (>= 0 and <= 1) ? [] : [$"{setting}: must be from 0 to 1"];
}
