namespace Sluice.Protocol;

/// <summary>The <c>code</c> of an answer (protocol §1).</summary>
public enum ResponseCode
{
    /// <summary>Accepted.</summary>
    Success = 1100,

    /// <summary>The tenant's request rate is above its limit.</summary>
    QpsLimitExceeded = 1901,

    /// <summary>A parameter is missing, of the wrong type, too long, out of range, or names nothing that exists.</summary>
    InvalidParameters = 1902,

    /// <summary>Both internal attempts failed or timed out: the outcome is unknown, repeat the call.</summary>
    ServiceFailure = 1903,

    /// <summary>The tenant, or the cluster, has no room for one more stream.</summary>
    StreamCountLimitExceeded = 1904,

    /// <summary>Unknown, disabled or expired accessKey; a key without this permission; another tenant's stream.</summary>
    UnauthorizedOperation = 9101,
}
