using Sluice.Server.Lists;

namespace Sluice.Server.Storage;

/// <summary>
/// Tenants' lists. Every change raises the tenant's version in its own transaction, so that whoever knows a version knows whether what it
/// made of the lists still holds.
/// </summary>
internal interface IListStore
{
    /// <summary>Adds an empty list. One that is there already with the same settings and time of creation is a repeat, and Created.</summary>
    Task<ListCreation> CreateListAsync(ListRow list, CancellationToken cancellationToken);

    /// <summary>By name.</summary>
    ValueTask<IReadOnlyList<ListRow>> ListListsAsync(string tenant, CancellationToken cancellationToken);

    ValueTask<ListRow?> FindListAsync(string tenant, string name, CancellationToken cancellationToken);

    /// <summary>Entries in ordinal order of their UTF-8, at most <paramref name="limit"/>, those after <paramref name="after"/> where it is not null.</summary>
    ValueTask<IReadOnlyList<string>> ListEntriesAsync(
        string tenant, string name, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Adds entries, in several short transactions: what does not fit any more ends it, and what was added before stays. A repeat adds
    /// nothing.
    /// </summary>
    Task<EntryChange> AddEntriesAsync(
        string tenant, string name, IReadOnlyList<string> entries, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Removes those that are there, in several short transactions.</summary>
    Task<EntryChange> RemoveEntriesAsync(
        string tenant, string name, IReadOnlyList<string> entries, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Removes the list with its entries, in several short transactions. False when there is none.</summary>
    Task<bool> DeleteListAsync(string tenant, string name, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The version of every tenant that ever had a list, by tenant. Cheap: it is asked every second.</summary>
    ValueTask<IReadOnlyDictionary<string, long>> ListVersionsAsync(CancellationToken cancellationToken);

    /// <summary>All lists of a tenant with their entries, at its version or a later one.</summary>
    ValueTask<ListContents> ReadListsAsync(string tenant, CancellationToken cancellationToken);
}
