using Sluice.Server.Api.Calls;
using Sluice.Server.Lists;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Lists;

/// <summary>The list that a call names: one of its tenant's, who sees no other.</summary>
internal static class OwnList
{
    /// <summary>There is none of that name.</summary>
    public static Outcome None { get; } = Outcome.Invalid("name: no such list");

    /// <summary>Its name as a parameter.</summary>
    public static string Name(ParameterReader parameters) => parameters.Required("name", ListLimits.NameLength);

    /// <summary>Entries as a parameter, in the spelling in which they are kept, each once; empty when they were wrong.</summary>
    public static IReadOnlyList<string> Entries(ParameterReader parameters, ListKind kind, IReadOnlyList<string> given)
    {
        var entries = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < given.Count; i++)
        {
            if (ListEntry.Read(kind, given[i], out var problem) is not { } entry)
            {
                parameters.Fail($"entries[{i}]", problem);
                return [];
            }

            entries.Add(entry);
        }

        return [.. entries];
    }

    /// <summary>Why entries were not all taken.</summary>
    public static Outcome Refused(EntryChange change) => change.Status switch
    {
        EntryStatus.NoList => None,
        EntryStatus.ListFull => Outcome.Invalid($"entries: a list holds at most {ListLimits.Entries}; {change.Changed} were added before it was full"),
        _ => Outcome.Invalid($"entries: all lists together hold at most {ListLimits.TenantEntries}; {change.Changed} were added before they were full"),
    };

    public static Task<ListRow?> FindAsync(IStore store, string tenant, string name, Attempts attempts) =>
        attempts.RunAsync(token => store.FindListAsync(tenant, name, token).AsTask());
}
