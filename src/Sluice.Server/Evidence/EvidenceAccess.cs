namespace Sluice.Server.Evidence;

/// <summary>What a link to evidence is worth.</summary>
internal enum EvidenceAccess
{
    Granted,

    /// <summary>This server did not sign it so.</summary>
    BadSignature,

    /// <summary>This server signed it, for a time that is over.</summary>
    Expired,
}
