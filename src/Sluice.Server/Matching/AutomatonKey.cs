namespace Sluice.Server.Matching;

/// <summary>A key of a <see cref="WordAutomaton"/>: what is told where it is found, without a look at the key itself.</summary>
internal struct AutomatonKey
{
    public int Length;

    /// <summary>The longest other key that it ends with, its number and 1; 0: none.</summary>
    public int Next;
}
