namespace Sluice.Server.Callbacks;

/// <summary>Where a callback is on its way.</summary>
internal enum CallbackState
{
    /// <summary>An attempt is due or waits for its time.</summary>
    Pending = 0,

    /// <summary>The receiver answered 200.</summary>
    Delivered = 1,

    /// <summary>Given up: the schedule is used up or it became too old. It stays listed.</summary>
    Dead = 2,
}
