namespace Sluice.Server.Matching;

/// <summary>What matters of a folded character to where words begin and end.</summary>
internal enum Script : byte
{
    /// <summary>Parts words: a space, a sign.</summary>
    None,

    /// <summary>a to z.</summary>
    Latin,

    /// <summary>0 to 9.</summary>
    Digit,

    Arabic,

    /// <summary>Chinese, and every other script: words need no spaces between them.</summary>
    Other,
}
