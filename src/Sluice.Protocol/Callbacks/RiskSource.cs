namespace Sluice.Protocol;

/// <summary>Where a risk was found.</summary>
public enum RiskSource
{
    /// <summary>Nowhere.</summary>
    None = 1000,

    /// <summary>In text, on screen or spoken.</summary>
    Text = 1001,

    /// <summary>In the picture.</summary>
    Image = 1002,

    /// <summary>In the sound itself.</summary>
    Audio = 1003,
}
