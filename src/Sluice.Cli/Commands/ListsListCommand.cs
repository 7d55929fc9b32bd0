using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sluice.Cli.Asking;
using Sluice.Cli.Lists;
using Sluice.Protocol;
using Sluice.Server.Api.Lists;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice lists list</c>: a tenant's lists by name.</summary>
internal sealed class ListsListCommand : Command
{
    private readonly ListTarget _target;
    private readonly Option<bool> _json = CommonOptions.Json("Print one JSON array");

    public ListsListCommand(TimeProvider time)
        : base("list", "List a tenant's lists")
    {
        _target = new ListTarget(time);
        _target.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var output = result.InvocationConfiguration.Output;
        var rows = await _target.UseAsync(
            result, async store => await store.ListListsAsync(_target.TenantOf(result), cancellationToken), cancellationToken);
        ListInfo[] lists = [.. rows.Select(ListView.Of)];
        if (result.GetValue(_json))
        {
            await output.WriteLineAsync(JsonSerializer.SerializeToNode(lists, ProtocolJson.Wire.ListInfoArray)!.ToJsonString(Json.Readable));
            return ExitCode.Done;
        }

        var table = new TextTable("name", "kind", "colour", "mode", "level", "label", "types", "entries", "changed (UTC)");
        foreach (var list in lists)
        {
            table.Add(
                list.Name,
                list.Kind,
                list.Colour,
                list.Mode ?? "",
                list.Level?.ToString().ToUpperInvariant() ?? "",
                list.RiskLabel1 is null ? "" : $"{list.RiskLabel1}:{list.RiskLabel2}:{list.RiskLabel3}",
                list.Types is null ? "" : string.Join('_', list.Types),
                list.Entries.ToString(CultureInfo.InvariantCulture),
                list.ChangedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        }

        await table.WriteAsync(output);
        return ExitCode.Done;
    }
}
