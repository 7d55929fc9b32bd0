namespace Sluice.Server.Matching;

/// <summary>What in a text may be read in several ways.</summary>
[Flags]
internal enum WordDoubts
{
    None = 0,

    /// <summary>A 1, which is an i or an l.</summary>
    Ones = 1,

    /// <summary>Several of them in one word, which may be one of each.</summary>
    SeveralOnes = 2,

    /// <summary>A sign at the edge of a word, which may be a letter of it.</summary>
    Edges = 4,
}
