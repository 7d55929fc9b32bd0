namespace Sluice.Models;

/// <summary>What of a graph is imported, and for which pictures. Models of layers have no such choice.</summary>
internal sealed record ImportOptions
{
    public static ImportOptions Default { get; } = new();

    /// <summary>Names of the outputs to keep, in this order; none: all. What only others need is left out.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>
    /// The network takes pictures of any size, not only of the one that it was frozen for, as far as its steps divide it. For networks
    /// whose outputs are pictures too.
    /// </summary>
    public bool AnySize { get; init; }
}
