namespace Sluice.Server.Verdicts;

/// <summary>Why a risky result is not called back.</summary>
internal enum Suppression
{
    /// <summary>It is.</summary>
    None,

    /// <summary>Too many of its label in a minute.</summary>
    Flood,

    /// <summary>It looks like the one before it and says the same.</summary>
    Similar,
}
