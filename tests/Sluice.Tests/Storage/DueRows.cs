using Sluice.Server.Callbacks;
using Sluice.Server.Storage;

namespace Sluice.Tests.Storage;

/// <summary>What is due, whichever endpoint it goes to.</summary>
internal static class DueRows
{
    public static async Task<IReadOnlyList<CallbackRow>> ListDueAsync(
        this ICallbackStore store, DateTimeOffset now, int limit, IReadOnlyCollection<string> exceptEndpoints, CancellationToken cancellationToken)
    {
        var rows = new List<CallbackRow>();
        foreach (var endpoint in await store.ListEndpointsAsync(now, cancellationToken))
        {
            if (!exceptEndpoints.Contains(endpoint.Endpoint))
            {
                rows.AddRange(await store.ListDueAsync(endpoint.Endpoint, now, limit - rows.Count, [], cancellationToken));
            }
        }

        return rows;
    }
}
