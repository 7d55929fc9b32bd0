using Sluice.Server.Storage;

namespace Sluice.Server.Callbacks;

/// <summary>
/// The secrets that sign a tenant's callbacks, read again every few seconds: a rotated secret is in use that soon. Used by one
/// caller at a time. Remembers as many tenants as there are.
/// </summary>
internal sealed class SigningSecrets(ICallbackStore store, TimeProvider time)
{
    /// <summary>How long what was read is used.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);

    /// <summary>The newest first; none when there is no such tenant. Fails as the store fails.</summary>
    public async ValueTask<IReadOnlyList<string>> OfAsync(string tenant, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(tenant, out var entry) && time.GetElapsedTime(entry.ReadAt) < Freshness)
        {
            return entry.Secrets;
        }

        var readAt = time.GetTimestamp();
        var secrets = await store.FindCallbackSecretsAsync(tenant, cancellationToken);
        _known[tenant] = new Entry(secrets, readAt);
        return secrets;
    }

    private readonly record struct Entry(IReadOnlyList<string> Secrets, long ReadAt);
}
