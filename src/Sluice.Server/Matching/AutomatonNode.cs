namespace Sluice.Server.Matching;

/// <summary>A state of a <see cref="WordAutomaton"/>.</summary>
internal struct AutomatonNode
{
    /// <summary>Where its next states begin: that for a character is at <see cref="Base"/> + the character's code.</summary>
    public int Base;

    /// <summary>The state before it; -1: nobody's.</summary>
    public int Check;

    /// <summary>The state of the longest end of what was read that is a beginning too.</summary>
    public int Fail;

    /// <summary>The longest key that ends here, its number and 1; 0: none.</summary>
    public int Output;
}
