using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.Server.Verdicts.Business;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>Makes rules of what is written, which has no errors.</summary>
internal static class RuleCompiler
{
    public static PolicyRule Risk(WrittenRule rule) =>
        new(Types(rule), Match(rule), Label(rule, LabelTable.Find))
        {
            Review = Threshold(rule.Fields[RuleField.Review]),
            Reject = Threshold(rule.Fields[RuleField.Reject]),
            Media = Text(rule, RuleField.Media) switch
            {
                "frame" => ContentType.Frame,
                "sound" => ContentType.Audio,
                _ => null,
            },
            Source = Text(rule, RuleField.Source) switch
            {
                "text" => RiskSource.Text,
                "image" => RiskSource.Image,
                "audio" => RiskSource.Audio,
                _ => null,
            },
        };

    public static BusinessRule Business(WrittenRule rule) =>
        new(Types(rule), Match(rule), Label(rule, LabelTable.FindBusiness), rule.Fields[RuleField.From]?.GetValue<double>() ?? 0);

    private static string[] Types(WrittenRule rule) => Words(rule.Fields[RuleField.Types])!;

    private static FindingMatch Match(WrittenRule rule) => new()
    {
        Kind = Text(rule, RuleField.Kind),
        Name = Text(rule, RuleField.Name),
        Detector = Text(rule, RuleField.Detector),
        Says = Text(rule, RuleField.Says) switch
        {
            "link" => CodePurpose.Link,
            "contact" => CodePurpose.Contact,
            _ => null,
        },
    };

    private static Label Label(WrittenRule rule, Func<string, string, string, Label?> find)
    {
        var words = Words(rule.Fields[RuleField.Label])!;
        var (chinese, english) = (Words(rule.Fields[RuleField.Chinese]), Words(rule.Fields[RuleField.English]));
        var known = find(words[0], words[1], words[2]);
        return known is not null && chinese is null && english is null
            ? known
            : new Label(words[0], words[1], words[2], Name(0, known?.Name1), Name(1, known?.Name2), Name(2, known?.Name3));

        LabelName Name(int i, LabelName? name) => new(chinese?[i] ?? name?.Chinese ?? words[i], english?[i] ?? name?.English ?? words[i]);
    }

    private static Threshold? Threshold(JsonNode? from) =>
        from is null ? null
        : from.GetValueKind() == System.Text.Json.JsonValueKind.String ? new Threshold(0, Sure: true)
        : new Threshold(from.GetValue<double>());

    private static string? Text(WrittenRule rule, string field) => rule.Fields[field]?.GetValue<string>();

    private static string[]? Words(JsonNode? words) => words is null ? null : [.. words.AsArray().Select(word => word!.GetValue<string>())];
}
