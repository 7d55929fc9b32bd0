using System.CommandLine;
using Sluice.Cli.Lists;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice lists delete</c>: removes a list with its entries.</summary>
internal sealed class ListsDeleteCommand : Command
{
    private readonly TimeProvider _time;
    private readonly ListTarget _target;
    private readonly Argument<string> _name = ListTarget.Name();

    public ListsDeleteCommand(TimeProvider time)
        : base("delete", "Remove a list with its entries")
    {
        (_time, _target) = (time, new ListTarget(time));
        Add(_name);
        _target.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var name = result.GetValue(_name)!;
        var found = await _target.UseAsync(
            result, store => store.DeleteListAsync(_target.TenantOf(result), name, _time.GetUtcNow(), cancellationToken), cancellationToken);
        return found ? ExitCode.Done : throw _target.NoList(result, name);
    }
}
