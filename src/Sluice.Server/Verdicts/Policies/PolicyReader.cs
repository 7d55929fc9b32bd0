using System.Text.Json.Nodes;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>Reads a policy, and names every error of it. Pure.</summary>
/// <param name="configured">What is there whatever the policy's base is.</param>
internal sealed class PolicyReader(ConfiguredRules configured)
{
    private const string Base = "base";
    private const string Rules = "rules";
    private const string Business = "business";
    private const string Overrides = "overrides";
    private const string When = "when";
    private const string Name = "name";
    private const string BuiltIn = "builtin";
    private const string Empty = "empty";
    private const int LongestName = 64;

    /// <param name="json">As it is in the file.</param>
    /// <param name="version">Names what was read.</param>
    /// <param name="origin">What the text is called.</param>
    public PolicyReading Read(byte[] json, string version, string origin)
    {
        var document = PolicyDocument.Parse(json);
        if (document.Root is not { } root)
        {
            return new PolicyReading(null, document.Errors);
        }

        CheckNames(document, "", root, Base, Rules, Business, Overrides);
        var written = ReadBase(document, root).With(configured.Part);
        written = written.With(ReadPart(document, "", root, written, origin));
        PolicyOverride[] overrides = [.. ReadOverrides(document, root, written)];
        return document.Errors is { Count: > 0 } errors
            ? new PolicyReading(null, errors)
            : new PolicyReading(new PolicySet(version, written, overrides), []);
    }

    private static WrittenPolicy ReadBase(PolicyDocument document, JsonObject root)
    {
        if (!root.TryGetPropertyValue(Base, out var value))
        {
            return BuiltInPolicy.Written;
        }

        var name = JsonForm.Text(value);
        if (name is not (BuiltIn or Empty))
        {
            document.Fail(Base, $"must be \"{BuiltIn}\" or \"{Empty}\"");
        }

        return name == Empty ? WrittenPolicy.Empty : BuiltInPolicy.Written;
    }

    private static IEnumerable<PolicyOverride> ReadOverrides(PolicyDocument document, JsonObject root, WrittenPolicy written)
    {
        if (!root.TryGetPropertyValue(Overrides, out var value))
        {
            yield break;
        }

        if (value is not JsonArray overrides)
        {
            document.Fail(Overrides, "must be an array");
            yield break;
        }

        for (var i = 0; i < overrides.Count; i++)
        {
            var path = PolicyDocument.At(Overrides, i);
            if (overrides[i] is not JsonObject each)
            {
                document.Fail(path, "must be an object");
                continue;
            }

            CheckNames(document, path, each, Name, When, Rules, Business);
            if (!each.ContainsKey(Rules) && !each.ContainsKey(Business))
            {
                document.Fail(path, $"changes nothing: it has neither {Rules} nor {Business}");
            }

            var origin = path + (ReadName(document, path, each) is { } name ? $" ({name})" : "");
            var when = ConditionReader.Read(document, path, each);
            yield return new PolicyOverride(when, ReadPart(document, path, each, written, origin));
        }
    }

    private static string? ReadName(PolicyDocument document, string path, JsonObject each)
    {
        if (!each.TryGetPropertyValue(Name, out var value))
        {
            return null;
        }

        if (JsonForm.Text(value) is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl))
        {
            return name;
        }

        document.Fail(PolicyDocument.At(path, Name), $"must be a text of 1 to {LongestName} characters");
        return null;
    }

    private static PolicyPart ReadPart(PolicyDocument document, string path, JsonObject holder, WrittenPolicy written, string origin)
    {
        var rules = ReadRules(document, path, holder, Rules, new RuleChecker(document, isBusiness: false), written.Risks);
        var business = ReadRules(document, path, holder, Business, new RuleChecker(document, isBusiness: true), written.Business);
        return new PolicyPart(origin, rules, business);
    }

    private static JsonObject ReadRules(
        PolicyDocument document, string path, JsonObject holder, string section, RuleChecker checker, WrittenRules written)
    {
        path = PolicyDocument.At(path, section);
        if (!holder.TryGetPropertyValue(section, out var value))
        {
            return [];
        }

        if (value is not JsonObject rules)
        {
            document.Fail(path, "must be an object: a rule under each name");
            return [];
        }

        foreach (var (name, rule) in rules)
        {
            checker.Check(PolicyDocument.At(path, name), name, rule, written.Find(name));
        }

        // What is neither is an error already.
        return new JsonObject(rules.Where(rule => rule.Value is null or JsonObject)
            .Select(rule => KeyValuePair.Create(rule.Key, rule.Value?.DeepClone())));
    }

    private static void CheckNames(PolicyDocument document, string path, JsonObject holder, params string[] known)
    {
        foreach (var (name, _) in holder)
        {
            if (!known.Contains(name))
            {
                document.Fail(PolicyDocument.At(path, name), $"is not known: there may be {string.Join(", ", known)}");
            }
        }
    }
}
