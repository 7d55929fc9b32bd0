namespace Sluice.Server.Callbacks;

/// <summary>What one attempt to deliver met.</summary>
internal enum AttemptStatus
{
    /// <summary>200.</summary>
    Delivered,

    /// <summary>Any other status, redirects included, that is no <see cref="ServerError"/>.</summary>
    HttpError,

    /// <summary>5xx or 429: the receiver as a whole is in trouble.</summary>
    ServerError,

    /// <summary>No complete answer headers in time.</summary>
    Timeout,

    /// <summary>This server may not contact the address.</summary>
    Refused,

    /// <summary>No connection, a connection that broke before the answer, or an answer that is no HTTP.</summary>
    ConnectFailed,
}
