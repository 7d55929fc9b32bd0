namespace Sluice.Server.Storage;

internal enum SubmitStatus
{
    Accepted,
    Duplicate,
    LimitReached,
}
