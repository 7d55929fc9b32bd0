using System.CommandLine;
using Sluice.Cli.Lists;
using Sluice.Server.Lists;
using Sluice.Server.Storage;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice lists remove</c>: removes entries. Those that the list does not have change nothing.</summary>
internal sealed class ListsRemoveCommand : Command
{
    private readonly TimeProvider _time;
    private readonly ListTarget _target;
    private readonly Argument<string> _name = ListTarget.Name();
    private readonly Argument<string[]> _entries = new("ENTRY") { Description = "As lists show prints it", Arity = ArgumentArity.OneOrMore };

    public ListsRemoveCommand(TimeProvider time)
        : base("remove", "Remove entries from a list")
    {
        (_time, _target) = (time, new ListTarget(time));
        Add(_name);
        Add(_entries);
        _target.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (tenant, name) = (_target.TenantOf(result), result.GetValue(_name)!);
        var change = await _target.UseAsync(
            result,
            async store =>
            {
                var list = await store.FindListAsync(tenant, name, cancellationToken) ?? throw _target.NoList(result, name);
                string[] entries = [.. result.GetValue(_entries)!.Select(entry => Read(list.Settings.Kind, entry)).Distinct()];
                return await store.RemoveEntriesAsync(tenant, name, entries, _time.GetUtcNow(), cancellationToken);
            },
            cancellationToken);
        if (change.Status != EntryStatus.Done)
            throw _target.NoList(result, name);
        await result.InvocationConfiguration.Output.WriteLineAsync($"{change.Changed} removed, {change.Entries} entries");
        return ExitCode.Done;
    }

    private static string Read(ListKind kind, string entry) =>
        ListEntry.Read(kind, entry, out var problem) ?? throw new CommandFailedException($"'{entry}': {problem}");
}
