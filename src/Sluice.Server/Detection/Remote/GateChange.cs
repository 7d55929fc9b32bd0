namespace Sluice.Server.Detection.Remote;

/// <summary>What the end of a call did to its endpoint's gate.</summary>
internal enum GateChange
{
    None,

    /// <summary>Nothing is asked from now on, but for a call after each pause.</summary>
    Shut,

    /// <summary>It answers again.</summary>
    Opened,
}
