using Sluice.Protocol;
using Sluice.Server.Matching;

namespace Sluice.Server.Lists;

/// <summary>A list's settings as somebody writes them, each one of <see cref="ListNames"/> or null.</summary>
/// <param name="Kind">Must be there.</param>
/// <param name="Colour">Must be there.</param>
internal sealed record ListForm(string Kind, string Colour)
{
    private const string LabelOfPass = "normal";

    public string? Mode { get; init; }

    public string? Level { get; init; }

    /// <summary>One to three: each that is missing is the one before it.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>It can be read.</summary>
    public bool IsOfKnownNames =>
        ListNames.Kinds.Contains(Kind)
        && ListNames.Colours.Contains(Colour)
        && (Mode is null || ListNames.Modes.Contains(Mode))
        && (Level is null || ListNames.Levels.Contains(Level));

    /// <returns>Null: <paramref name="parameter"/> has a <paramref name="problem"/>.</returns>
    public ListSettings? Read(out string parameter, out string problem)
    {
        var (kind, colour) = ((ListKind)Array.IndexOf(ListNames.Kinds, Kind), (ListColour)Array.IndexOf(ListNames.Colours, Colour));
        (parameter, problem) = Check(kind, colour);
        return problem.Length > 0 ? null : new ListSettings
        {
            Kind = kind,
            Colour = colour,
            Mode = Mode is null ? WordMode.Exact : (WordMode)Array.IndexOf(ListNames.Modes, Mode),
            Level = Level == "REVIEW" ? RiskLevel.Review : RiskLevel.Reject,
            Labels = Labels is null ? null : [Labels[0], Labels.ElementAtOrDefault(1) ?? Labels[0], Labels.ElementAtOrDefault(2) ?? Labels[^1]],
            Types = [.. (Types ?? []).Distinct()],
        };
    }

    private (string Parameter, string Problem) Check(ListKind kind, ListColour colour)
    {
        const string OnlyOfBlack = "only a black list has one";
        return this switch
        {
            { Mode: not null } when kind != ListKind.Words => ("mode", "only a list of words has one"),
            { Level: not null } when colour != ListColour.Black => ("level", OnlyOfBlack),
            { Labels: not null } when colour != ListColour.Black => ("riskLabel1", OnlyOfBlack),
            { Types: not null } when colour != ListColour.Black => ("types", "only a black list has them"),
            { Labels: { } labels } when labels.Any(label => label.Any(char.IsControl)) => ("riskLabel1", "must hold no control characters"),
            { Labels: { } labels } when labels[0] == LabelOfPass => ("riskLabel1", "normal is the label of PASS"),
            { Types: { } types } when types.FirstOrDefault(type => !ListNames.Types.Contains(type)) is { } unknown =>
                ("types", $"'{unknown}' is none of {string.Join(", ", ListNames.Types)}"),
            _ => ("", ""),
        };
    }
}
