using System.Globalization;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>Something that is wrong in a policy's file.</summary>
/// <param name="Path">Where in the JSON, as in <c>overrides[0].when.level</c>; empty: the whole.</param>
/// <param name="Line">Where in the text, from 1.</param>
/// <param name="Problem">What is wrong.</param>
internal readonly record struct PolicyError(string Path, int Line, string Problem)
{
    /// <param name="file">The text's name.</param>
    public string In(string file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}: {(Path.Length == 0 ? "" : Path + ": ")}{Problem}");
}
