namespace Sluice.Server.Matching;

/// <summary>How a word is looked for in a text. Both are normalised first: case, width, look-alikes, spacing.</summary>
internal enum WordMode
{
    /// <summary>Anywhere in the text, within other words too. What Chinese needs.</summary>
    Exact,

    /// <summary>As <see cref="Exact"/>, with one character in six wrong, missing or too much: as readers of text on screen make errors.</summary>
    Fuzzy,

    /// <summary>Only as a word of its own; in Arabic also with the particles that are written together with it.</summary>
    Whole,
}
