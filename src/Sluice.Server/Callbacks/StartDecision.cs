namespace Sluice.Server.Callbacks;

/// <summary>May a due delivery begin now?</summary>
internal enum StartDecision
{
    Started,

    /// <summary>It is under way, or its outcome is being written.</summary>
    UnderWay,

    /// <summary>Another result must be tried before it.</summary>
    LaneBusy,

    /// <summary>Its receiver fails: its breaker lets nothing through now.</summary>
    EndpointShut,

    /// <summary>As many attempts as one receiver may have are under way to its receiver.</summary>
    EndpointBusy,

    /// <summary>As many attempts as there may be are under way.</summary>
    NoSlot,
}
