namespace Sluice.Server.Detection.Objects;

/// <summary>A kind of thing that the network tells from others.</summary>
/// <param name="Name">As the data set COCO has it: <c>sports ball</c>.</param>
/// <param name="Types">The imgType and imgBusinessType values it is reported for; none: it never is.</param>
internal sealed record CocoClass(string Name, params IReadOnlyList<string> Types)
{
    /// <summary>The risk that some of them are.</summary>
    public const string Violent = "VIOLENT";

    public bool IsPerson => Name == "person";

    public bool IsViolent => Types.Contains(Violent);
}
