using System.Text.Json.Nodes;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>
/// Names every error of a rule's label. Its words are those of the table, where a typing error would be found; others are whose names
/// are given beside them.
/// </summary>
internal sealed class LabelChecker(PolicyDocument document, bool isBusiness)
{
    private const int LongestWord = 64;
    private const string Normal = "normal";

    /// <param name="path">Of the rule.</param>
    /// <param name="fields">The rule, or a change to one.</param>
    public void Check(string path, JsonObject fields)
    {
        CheckNames(path, fields, RuleField.Chinese);
        CheckNames(path, fields, RuleField.English);
        if (!fields.TryGetPropertyValue(RuleField.Label, out var value))
        {
            return;
        }

        var place = PolicyDocument.At(path, RuleField.Label);
        if (JsonForm.Texts(value) is not { Length: 3 } words || !words.All(IsWord))
        {
            document.Fail(place, $"must be three words, each of at most {LongestWord} characters");
        }
        else if (!isBusiness && words[0] == Normal)
        {
            document.Fail(place, $"'{Normal}' means that nothing was found");
        }
        else if ((isBusiness ? LabelTable.FindBusiness(words[0], words[1], words[2]) : LabelTable.Find(words[0], words[1], words[2])) is null
            && (fields[RuleField.Chinese] is null || fields[RuleField.English] is null))
        {
            document.Fail(
                place,
                $"{string.Join('/', words)} is not in the table of labels: give its names too, three each under {RuleField.Chinese} and {RuleField.English}");
        }
    }

    private void CheckNames(string path, JsonObject fields, string field)
    {
        if (fields.TryGetPropertyValue(field, out var value) && value is not null
            && (JsonForm.Texts(value) is not { Length: 3 } names || !names.All(name => IsWord(name) && !name.Contains(':'))))
        {
            document.Fail(PolicyDocument.At(path, field), $"must be three names without ':', each of at most {LongestWord} characters, or null");
        }
    }

    private static bool IsWord(string word) => word.Length is > 0 and <= LongestWord && word.Trim() == word && !word.Any(char.IsControl);
}
