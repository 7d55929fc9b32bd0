using System.Text.Json.Nodes;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>A rule as it is written.</summary>
/// <param name="Name">What changes call it.</param>
/// <param name="Fields">Whole.</param>
/// <param name="Origin">Where it was last changed.</param>
internal sealed record WrittenRule(string Name, JsonObject Fields, string Origin)
{
    /// <summary>It was taken away: it means nothing until it is changed again.</summary>
    public bool IsOff { get; init; }

    /// <summary>What becomes of it. Where a label is given, the names of the one before do not outlive it.</summary>
    /// <param name="change">Null: it is taken away.</param>
    /// <param name="origin">Where that is written.</param>
    public WrittenRule With(JsonObject? change, string origin)
    {
        if (change is null)
        {
            return this with { IsOff = true, Origin = origin };
        }

        var fields = Fields.DeepClone().AsObject();
        if (change.ContainsKey(RuleField.Label))
        {
            fields.Remove(RuleField.Chinese);
            fields.Remove(RuleField.English);
        }

        foreach (var (name, value) in change)
        {
            if (value is null)
            {
                fields.Remove(name);
            }
            else
            {
                fields[name] = value.DeepClone();
            }
        }

        return new WrittenRule(Name, fields, origin);
    }
}
