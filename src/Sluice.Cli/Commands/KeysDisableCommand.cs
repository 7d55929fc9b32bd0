using System.CommandLine;
using Sluice.Cli.Serving;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice keys disable</c>: calls with this key are answered 9101 from now on. Its tenant's streams go on.</summary>
internal sealed class KeysDisableCommand : Command
{
    private readonly TimeProvider _time;
    private readonly Argument<string> _accessKey = new("ACCESS_KEY") { Description = "The key" };
    private readonly Option<string> _data = CommonOptions.Data();

    public KeysDisableCommand(TimeProvider time)
        : base("disable", "Disable an accessKey")
    {
        _time = time;
        Add(_accessKey);
        Add(_data);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var folder = CommonOptions.DataFolderOf(result, _data);
        var found = await FolderStore.UseAsync(
            folder,
            _time,
            store => store.DisableKeyAsync(result.GetValue(_accessKey)!, cancellationToken),
            cancellationToken);
        return found ? ExitCode.Done : throw new CommandFailedException($"no such key in {folder}");
    }
}
