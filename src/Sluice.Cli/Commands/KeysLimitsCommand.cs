using System.CommandLine;
using Sluice.Cli.Serving;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice keys limits</c>: changes a tenant's limits. A running server goes by them at the next call; streams that run keep what
/// they were submitted with.
/// </summary>
internal sealed class KeysLimitsCommand : Command
{
    private readonly TimeProvider _time;
    private readonly Argument<string> _tenant = new("TENANT") { Description = "The tenant" };
    private readonly LimitOptions _limits = new("as it is", "as it is");
    private readonly Option<string> _data = CommonOptions.Data();

    public KeysLimitsCommand(TimeProvider time)
        : base("limits", "Change a tenant's limits; a running server takes them at once, for streams submitted from then on")
    {
        _time = time;
        Add(_tenant);
        _limits.AddTo(this);
        Add(_data);
        Validators.Add(result =>
        {
            if (result.Children.OfType<System.CommandLine.Parsing.OptionResult>().All(option => option.Implicit || option.Option == _data))
                result.AddError("name a limit to change: --max-qps, --max-streams, --flood-limit or --similarity-dedup");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var folder = CommonOptions.DataFolderOf(result, _data);
        var change = _limits.Read(result);
        var found = await FolderStore.UseAsync(
            folder,
            _time,
            store => store.ChangeLimitsAsync(result.GetValue(_tenant)!, change, cancellationToken),
            cancellationToken);
        return found ? ExitCode.Done : throw new CommandFailedException($"no such tenant in {folder}");
    }
}
