namespace Sluice.Server.Storage;

/// <summary>What became of entries that came or went.</summary>
internal enum EntryStatus
{
    Done,

    /// <summary>There is no such list.</summary>
    NoList,

    /// <summary>The list has no room for all of them.</summary>
    ListFull,

    /// <summary>The tenant's lists together have no room for all of them.</summary>
    TenantFull,
}
