namespace Sluice.Server.Storage;

internal enum SubmitStatus
{
    Accepted,
    Duplicate,
    LimitReached,

    /// <summary>Its owner runs as many streams as it may.</summary>
    OwnerFull,
}
