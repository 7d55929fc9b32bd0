namespace Sluice.Server.Callbacks;

/// <summary>What an attempt's outcome did to its endpoint's breaker.</summary>
internal enum BreakerChange
{
    None,

    /// <summary>From now on nothing is sent there but probes.</summary>
    Opened,

    /// <summary>The endpoint answers again.</summary>
    Closed,
}
