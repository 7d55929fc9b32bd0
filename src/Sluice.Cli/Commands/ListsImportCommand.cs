using System.CommandLine;
using Sluice.Cli.Lists;
using Sluice.Server.Lists;
using Sluice.Server.Storage;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice lists import</c>: adds the entries of files. A file with an error adds nothing of any of them.</summary>
internal sealed class ListsImportCommand : Command
{
    private readonly TimeProvider _time;
    private readonly ListTarget _target;
    private readonly Argument<string> _name = ListTarget.Name();
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "An entry a line, or a table (.csv) whose first column is taken; for a list of images also pictures",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _format =
        new Option<string?>("--format") { Description = "What the files are (default: csv where the name ends so, else text)" }.AcceptOnlyFromAmong(ListNames.Formats);

    public ListsImportCommand(TimeProvider time)
        : base("import", "Add the entries of files to a list; a running server goes by them within seconds")
    {
        (_time, _target) = (time, new ListTarget(time));
        Add(_name);
        Add(_files);
        Add(_format);
        _target.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (tenant, name) = (_target.TenantOf(result), result.GetValue(_name)!);
        ListFormat? format = result.GetValue(_format) is { } asked ? (ListFormat)Array.IndexOf(ListNames.Formats, asked) : null;
        var (given, change) = await _target.UseAsync(
            result,
            async store =>
            {
                var list = await store.FindListAsync(tenant, name, cancellationToken) ?? throw _target.NoList(result, name);
                var readings = result.GetValue(_files)!.Select(file => EntryFile.Read(file, list.Settings.Kind, format)).ToList();
                string[] entries = [.. readings.SelectMany(reading => reading.Entries)];
                return (readings.Sum(reading => reading.Given), await store.AddEntriesAsync(tenant, name, entries, _time.GetUtcNow(), cancellationToken));
            },
            cancellationToken);
        if (change.Status != EntryStatus.Done)
        {
            throw change.Status == EntryStatus.NoList ? _target.NoList(result, name) : new CommandFailedException(
                $"'{name}': {(change.Status == EntryStatus.ListFull ? $"a list holds at most {ListLimits.Entries} entries" : $"all lists of a tenant hold at most {ListLimits.TenantEntries} entries together")}; "
                + $"{change.Changed} were added before that");
        }

        await result.InvocationConfiguration.Output.WriteLineAsync(
            $"{change.Changed} added, {given - change.Changed} duplicates, {change.Entries} entries");
        return ExitCode.Done;
    }
}
