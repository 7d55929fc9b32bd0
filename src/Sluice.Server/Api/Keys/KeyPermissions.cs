namespace Sluice.Server.Api.Keys;

/// <summary>What an accessKey may do.</summary>
[Flags]
internal enum KeyPermissions
{
    None = 0,
    Submit = 1,
    Close = 2,
    Query = 4,
    All = Submit | Close | Query,
}
