using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>Writes a policy as its file is written, a rule a line.</summary>
internal static class PolicyText
{
    // Names stay readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(WrittenPolicy policy)
    {
        var text = new StringBuilder("{\n  \"base\": \"empty\",\n");
        Append(text, "rules", policy.Risks);
        text.Append(",\n");
        Append(text, "business", policy.Business);
        return text.Append("\n}\n").ToString();
    }

    private static void Append(StringBuilder text, string section, WrittenRules rules)
    {
        var lines = rules.InForce.Select(rule => $"    \"{rule.Name}\": {Line(rule)}").ToArray();
        text.Append("  \"").Append(section).Append("\": {");
        text.Append(lines.Length == 0 ? "}" : $"\n{string.Join(",\n", lines)}\n  }}");
    }

    private static string Line(WrittenRule rule) =>
        $"{{ {string.Join(", ", rule.Fields.Select(field => $"\"{field.Key}\": {Value(field.Value!)}"))} }}";

    private static string Value(System.Text.Json.Nodes.JsonNode value) => value is System.Text.Json.Nodes.JsonArray array
        ? $"[{string.Join(", ", array.Select(item => item!.ToJsonString(Readable)))}]"
        : value.ToJsonString(Readable);
}
