namespace Sluice.Server.Matching;

/// <summary>A part of a normalised text that a scanner found.</summary>
/// <param name="Kind">One of FindingKinds.</param>
/// <param name="From">Its first character.</param>
/// <param name="To">The one after its last.</param>
/// <param name="Probability">Below <see cref="Sure"/> it is doubtful.</param>
/// <param name="Name">Of an account whose messenger it is.</param>
internal readonly record struct FoundPart(string Kind, int From, int To, double Probability = 0.95, string? Name = null)
{
    public const double Sure = 0.7;
}
