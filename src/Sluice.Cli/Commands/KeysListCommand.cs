using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Cli.Serving;
using Sluice.Server.Api.Keys;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice keys list</c>: every key with its tenant's limits, without secrets.</summary>
internal sealed class KeysListCommand : Command
{
    private readonly TimeProvider _time;
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Option<bool> _json = CommonOptions.Json("Print one JSON array");

    public KeysListCommand(TimeProvider time)
        : base("list", "List accessKeys")
    {
        _time = time;
        Add(_data);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var keys = await FolderStore.UseAsync(
            CommonOptions.DataFolderOf(result, _data),
            _time,
            async store => await store.ListKeysAsync(cancellationToken),
            cancellationToken);

        var output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            await output.WriteLineAsync(new JsonArray([.. keys.Select(ToJson)]).ToJsonString(Json.Readable));
            return ExitCode.Done;
        }
        await output.WriteLineAsync($"{"accessKey",-20}  {"tenant",-16}  {"state",-8}  {"streams",-11}  {"qps",-5}  {"flood",-5}  {"dedup",-5}  {"permissions",-19}  apps");
        foreach (var key in keys)
        {
            var tenant = key.Tenant;
            var streams = $"{tenant.ActiveStreams} of {tenant.MaxStreams}";
            var flood = tenant.FloodLimit == 0 ? "off" : tenant.FloodLimit.ToString(CultureInfo.InvariantCulture);
            await output.WriteLineAsync(
                $"{key.AccessKey,-20}  {tenant.Name,-16}  {(key.Enabled ? "enabled" : "disabled"),-8}  {streams,-11}  {tenant.MaxQps,-5}  "
                + $"{flood,-5}  {(tenant.SimilarityDedup ? "on" : "off"),-5}  {string.Join(',', Names(key.Permissions)),-19}  {string.Join(',', tenant.Applications)}");
        }
        return ExitCode.Done;
    }

    private static JsonNode ToJson(KeyRow key)
    {
        var json = new JsonObject
        {
            ["accessKey"] = key.AccessKey,
            ["tenant"] = key.Tenant.Name,
            ["enabled"] = key.Enabled,
            ["permissions"] = new JsonArray([.. Names(key.Permissions).Select(name => JsonValue.Create(name))]),
            ["applications"] = new JsonArray([.. key.Tenant.Applications.Select(name => JsonValue.Create(name))]),
            ["maxQps"] = key.Tenant.MaxQps,
            ["maxStreams"] = key.Tenant.MaxStreams,
            ["floodLimit"] = key.Tenant.FloodLimit,
            ["similarityDedup"] = key.Tenant.SimilarityDedup,
            ["activeStreams"] = key.Tenant.ActiveStreams,
            ["createdAt"] = key.CreatedAt,
        };
        if (key.ExpiresAt is { } expires)
            json["expiresAt"] = expires;
        return json;
    }

    private static IEnumerable<string> Names(KeyPermissions permissions)
    {
        if (permissions.HasFlag(KeyPermissions.Submit))
            yield return "submit";
        if (permissions.HasFlag(KeyPermissions.Close))
            yield return "close";
        if (permissions.HasFlag(KeyPermissions.Query))
            yield return "query";
    }
}
