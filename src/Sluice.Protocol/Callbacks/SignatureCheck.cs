namespace Sluice.Protocol;

/// <summary>What <see cref="WebhookSignature.Verify"/> found.</summary>
public enum SignatureCheck
{
    /// <summary>Signed with one of the secrets, and its time is within the tolerance.</summary>
    Valid,

    /// <summary>A header is missing or cannot be read, or none of the signatures has a version that is known here.</summary>
    NotSigned,

    /// <summary>The time in the header is too far from now: perhaps an old callback that somebody sends again.</summary>
    OutOfTime,

    /// <summary>No signature fits: another secret, or something was changed on the way.</summary>
    Mismatch,
}
