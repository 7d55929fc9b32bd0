using System.Text.Json.Nodes;
using Sluice.Protocol;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>
/// Names every error of a change to a rule. What passes makes a whole rule of whatever other changes made of it: a new rule must be whole by
/// itself, and nothing that a rule needs can be taken away.
/// </summary>
/// <param name="document">Keeps what is wrong.</param>
/// <param name="isBusiness">Of business types; else of risk types.</param>
internal sealed class RuleChecker(PolicyDocument document, bool isBusiness)
{
    private const int LongestText = 128;
    private const string SomeProbability = "must be a number from 0 to 1";

    private static readonly string[] RiskTypes =
    [
        .. TypeVocabulary.ImageRisk.Names.Union(TypeVocabulary.AudioRisk.Names).Where(type => type != "NONE").Order(StringComparer.Ordinal),
    ];

    private readonly LabelChecker _labels = new(document, isBusiness);

    private IReadOnlyList<string> Known => isBusiness ? RuleField.OfBusiness : RuleField.OfRisks;

    /// <param name="path">Of the change.</param>
    /// <param name="name">The rule's.</param>
    /// <param name="change">Null: the rule is taken away.</param>
    /// <param name="before">The rule in the base; null: it is new.</param>
    public void Check(string path, string name, JsonNode? change, WrittenRule? before)
    {
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':'))
        {
            document.Fail(path, "a rule's name must be 1 to 64 letters, digits, - _ and :");
        }

        if (change is null)
        {
            if (before is null)
            {
                document.Fail(path, "there is no such rule to be taken away");
            }

            return;
        }

        if (change is not JsonObject fields)
        {
            document.Fail(path, "must be an object, or null to take the rule away");
            return;
        }

        foreach (var (field, value) in fields)
        {
            CheckField(PolicyDocument.At(path, field), field, value);
        }

        _labels.Check(path, fields);
        CheckWhole(path, fields, before);
    }

    private void CheckField(string path, string field, JsonNode? value)
    {
        if (!Known.Contains(field))
        {
            document.Fail(path, $"is not known: there may be {string.Join(", ", Known)}");
            return;
        }

        var problem = field switch
        {
            RuleField.Types => TypesProblem(value),
            RuleField.Kind => KindProblem(value),
            RuleField.Name or RuleField.Detector => TextProblem(value),
            RuleField.Says => WordProblem(value, "link", "contact"),
            RuleField.Media => WordProblem(value, "frame", "sound"),
            RuleField.Source => WordProblem(value, "text", "image", "audio"),
            RuleField.Review or RuleField.Reject => ThresholdProblem(value),
            RuleField.From => value is null || JsonForm.Number(value) is >= 0 and <= 1 ? null : SomeProbability,
            _ => null,
        };
        if (problem is not null)
        {
            document.Fail(path, problem);
        }
    }

    private string? TypesProblem(JsonNode? value)
    {
        if (JsonForm.Texts(value) is not { Length: > 0 } types)
        {
            return "must be an array of types";
        }

        if (types.Distinct().Count() < types.Length)
        {
            return "has a type twice";
        }

        if (isBusiness)
        {
            return types.FirstOrDefault(type => !TypeSet.TryParse(type, TypeVocabulary.ImageBusiness, out var set, out _) || set.Count != 1) is { } wrong
                ? $"'{wrong}' is no type: capitals and digits such as VEHICLE"
                : null;
        }

        return types.FirstOrDefault(type => !RiskTypes.Contains(type)) is { } unknown
            ? $"'{unknown}' is no type: there are {string.Join(", ", RiskTypes)}"
            : null;
    }

    private static string? KindProblem(JsonNode? value) => JsonForm.Text(value) switch
    {
        null => "must be a text, and cannot be taken away",
        var kind when !PolicyKinds.IsKnown(kind) =>
            $"'{kind}' is no kind of finding: there are {string.Join(", ", PolicyKinds.All)}; one of your own models is found by its detector, such as own:NAME",
        _ => null,
    };

    private static string? TextProblem(JsonNode? value) =>
        value is null || JsonForm.Text(value) is { Length: > 0 and <= LongestText } ? null : $"must be a text of 1 to {LongestText} characters, or null";

    private static string? WordProblem(JsonNode? value, params string[] words) =>
        value is null || (JsonForm.Text(value) is { } word && words.Contains(word)) ? null : $"must be {string.Join(", ", words)} or null";

    private static string? ThresholdProblem(JsonNode? value) =>
        value is null || JsonForm.Number(value) is >= 0 and <= 1 || JsonForm.Text(value) == RuleField.Sure
            ? null
            : $"{SomeProbability}, \"{RuleField.Sure}\", or null for never";

    private void CheckWhole(string path, JsonObject fields, WrittenRule? before)
    {
        if (before is null)
        {
            string[] missing =
            [
                .. fields.ContainsKey(RuleField.Types) ? Array.Empty<string>() : [RuleField.Types],
                .. fields[RuleField.Kind] is null && fields[RuleField.Detector] is null ? [$"{RuleField.Kind} or {RuleField.Detector}"] : Array.Empty<string>(),
                .. fields.ContainsKey(RuleField.Label) ? Array.Empty<string>() : [RuleField.Label],
                .. isBusiness || fields.ContainsKey(RuleField.Review) || fields.ContainsKey(RuleField.Reject)
                    ? Array.Empty<string>()
                    : [$"{RuleField.Review} or {RuleField.Reject}"],
            ];
            if (missing.Length > 0)
            {
                document.Fail(path, $"there is no such rule to be changed, and for a new one {string.Join(", ", missing)} must be given");
            }
        }

        if (fields.TryGetPropertyValue(RuleField.Detector, out var detector) && detector is null && before?.Fields[RuleField.Kind] is null
            && fields[RuleField.Kind] is null && before is not null)
        {
            document.Fail(PolicyDocument.At(path, RuleField.Detector), $"cannot be taken away from a rule without {RuleField.Kind}");
        }

        if (Number(RuleField.Review) > Number(RuleField.Reject))
        {
            var field = fields.ContainsKey(RuleField.Review) ? RuleField.Review : RuleField.Reject;
            document.Fail(PolicyDocument.At(path, field), $"{RuleField.Review} must be at most {RuleField.Reject}");
        }

        double? Number(string field) => JsonForm.Number(fields.ContainsKey(field) ? fields[field] : before?.Fields[field]);
    }
}
