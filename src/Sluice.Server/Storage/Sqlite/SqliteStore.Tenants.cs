using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const string SelectKeys =
        """
        SELECT k.access_key, k.permissions, k.enabled, k.expires_at, k.created_at,
               t.name, t.applications, t.max_qps, t.max_streams, t.active, t.language, t.secret_key, t.callback_secrets,
               t.flood_limit, t.similarity_dedup
        FROM access_keys k JOIN tenants t ON t.name = k.tenant

        """;

    public ValueTask<KeyRow?> FindKeyAsync(string accessKey, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => FindKey(session, accessKey), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A key that the tenant has already is returned as it is: a repeat of a write whose outcome was unknown.</remarks>
    public Task<KeyRow> CreateKeyAsync(KeyRow key, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => CreateKey(session, key), cancellationToken);

    public async ValueTask<IReadOnlyList<KeyRow>> ListKeysAsync(CancellationToken cancellationToken) =>
        await _readers.ReadAsync(
            session => session.List(SelectKeys + "ORDER BY t.name, k.created_at, k.access_key", ToKey), cancellationToken);

    public Task<bool> DisableKeyAsync(string accessKey, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            session => session.Execute("UPDATE access_keys SET enabled = 0 WHERE access_key = $key", ("$key", accessKey)) > 0,
            cancellationToken);

    public Task<bool> ChangeLimitsAsync(string tenant, LimitChange change, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            session => session.Execute(
                """
                UPDATE tenants SET max_qps = COALESCE($max_qps, max_qps), max_streams = COALESCE($max_streams, max_streams),
                                   flood_limit = COALESCE($flood, flood_limit), similarity_dedup = COALESCE($dedup, similarity_dedup)
                WHERE name = $name
                """,
                ("$max_qps", change.MaxQps),
                ("$max_streams", change.MaxStreams),
                ("$flood", change.FloodLimit),
                ("$dedup", change.SimilarityDedup is { } dedup ? dedup ? 1 : 0 : null),
                ("$name", tenant)) > 0,
            cancellationToken);

    public Task<IReadOnlyList<string>?> RotateCallbackSecretAsync(
        string tenant, string secret, CancellationToken cancellationToken) =>
        ChangeSecretsAsync(tenant, known => known.Count > 1 || known.Contains(secret) ? known : [secret, .. known], cancellationToken);

    public Task<IReadOnlyList<string>?> FinishSecretRotationAsync(string tenant, CancellationToken cancellationToken) =>
        ChangeSecretsAsync(tenant, known => [.. known.Take(1)], cancellationToken);

    private Task<IReadOnlyList<string>?> ChangeSecretsAsync(
        string tenant, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            session =>
            {
                if (FindSecrets(session, tenant) is not { } known)
                    return null;
                var changed = change(known);
                session.Execute(
                    "UPDATE tenants SET callback_secrets = $secrets WHERE name = $name",
                    ("$secrets", ToJson(changed)),
                    ("$name", tenant));
                return changed;
            },
            cancellationToken);

    private static KeyRow? FindKey(SqliteSession session, string accessKey) =>
        session.First(SelectKeys + "WHERE k.access_key = $key", ToKey, ("$key", accessKey));

    /// <summary>Null when there is no such tenant.</summary>
    private static IReadOnlyList<string>? FindSecrets(SqliteSession session, string tenant) => session.First(
        "SELECT callback_secrets FROM tenants WHERE name = $name", reader => ToList(reader.GetString(0)), ("$name", tenant));

    private static KeyRow CreateKey(SqliteSession session, KeyRow key)
    {
        var tenant = key.Tenant;
        var known = session.First(
            "SELECT applications FROM tenants WHERE name = $name", reader => reader.GetString(0), ("$name", tenant.Name));
        if (known is null)
        {
            session.Execute(
                """
                INSERT INTO tenants (name, applications, max_qps, max_streams, active, language, secret_key, callback_secrets,
                                     flood_limit, similarity_dedup)
                VALUES ($name, $applications, $max_qps, $max_streams, 0, $language, $secret_key, $callback_secrets, $flood, $dedup)
                """,
                ("$name", tenant.Name),
                ("$applications", ToJson(tenant.Applications)),
                ("$max_qps", tenant.MaxQps),
                ("$max_streams", tenant.MaxStreams),
                ("$language", (int)tenant.Language),
                ("$secret_key", tenant.SecretKey),
                ("$callback_secrets", ToJson(tenant.CallbackSecrets)),
                ("$flood", tenant.FloodLimit),
                ("$dedup", tenant.SimilarityDedup ? 1 : 0));
        }
        else
        {
            session.Execute(
                """
                UPDATE tenants SET applications = $applications, max_qps = $max_qps, max_streams = $max_streams,
                                   flood_limit = $flood, similarity_dedup = $dedup
                WHERE name = $name
                """,
                ("$applications", ToJson([.. ToList(known).Union(tenant.Applications)])),
                ("$max_qps", tenant.MaxQps),
                ("$max_streams", tenant.MaxStreams),
                ("$flood", tenant.FloodLimit),
                ("$dedup", tenant.SimilarityDedup ? 1 : 0),
                ("$name", tenant.Name));
        }

        session.Execute(
            """
            INSERT INTO access_keys (access_key, tenant, permissions, enabled, expires_at, created_at)
            VALUES ($key, $tenant, $permissions, $enabled, $expires_at, $created_at)
            ON CONFLICT (access_key) DO NOTHING
            """,
            ("$key", key.AccessKey),
            ("$tenant", tenant.Name),
            ("$permissions", (int)key.Permissions),
            ("$enabled", key.Enabled ? 1 : 0),
            ("$expires_at", key.ExpiresAt.Column()),
            ("$created_at", key.CreatedAt.Column()));

        var stored = FindKey(session, key.AccessKey)!;
        return stored.Tenant.Name == tenant.Name
            ? stored
            : throw new StoreException("The accessKey exists already, for another tenant.");
    }

    private static KeyRow ToKey(SqliteDataReader reader) => new()
    {
        AccessKey = reader.GetString(0),
        Permissions = (KeyPermissions)reader.GetInt32(1),
        Enabled = reader.GetBoolean(2),
        ExpiresAt = reader.TimeOrNull(3),
        CreatedAt = reader.Time(4),
        Tenant = new TenantRow
        {
            Name = reader.GetString(5),
            Applications = ToList(reader.GetString(6)),
            MaxQps = reader.GetInt32(7),
            MaxStreams = reader.GetInt32(8),
            ActiveStreams = reader.GetInt32(9),
            Language = (MessageLanguage)reader.GetInt32(10),
            SecretKey = reader.GetString(11),
            CallbackSecrets = ToList(reader.GetString(12)),
            FloodLimit = reader.GetInt32(13),
            SimilarityDedup = reader.GetBoolean(14),
        },
    };

    private static string ToJson(IReadOnlyList<string> list) =>
        JsonSerializer.Serialize(list, StoreJsonContext.Default.IReadOnlyListString);

    private static IReadOnlyList<string> ToList(string json) =>
        JsonSerializer.Deserialize(json, StoreJsonContext.Default.IReadOnlyListString)!;
}
