using System.CommandLine;
using Sluice.Cli.Lists;
using Sluice.Server.Storage;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice lists show</c>: the entries, one a line, as <c>lists import</c> takes them.</summary>
internal sealed class ListsShowCommand : Command
{
    private const int Page = 5000;

    private readonly ListTarget _target;
    private readonly Argument<string> _name = ListTarget.Name();

    public ListsShowCommand(TimeProvider time)
        : base("show", "Print a list's entries, one a line")
    {
        _target = new ListTarget(time);
        Add(_name);
        _target.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        await _target.UseAsync(
            result,
            async store =>
            {
                await PrintAsync(result, store, cancellationToken);
                return true;
            },
            cancellationToken);
        return ExitCode.Done;
    }

    private async Task PrintAsync(ParseResult result, IListStore store, CancellationToken cancellationToken)
    {
        var (tenant, name, output) = (_target.TenantOf(result), result.GetValue(_name)!, result.InvocationConfiguration.Output);
        _ = await store.FindListAsync(tenant, name, cancellationToken) ?? throw _target.NoList(result, name);
        string? after = null;
        do
        {
            var entries = await store.ListEntriesAsync(tenant, name, after, Page, cancellationToken);
            foreach (var entry in entries)
                await output.WriteLineAsync(entry);
            after = entries.Count == Page ? entries[^1] : null;
        }
        while (after is not null);
    }
}
