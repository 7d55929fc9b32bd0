using System.CommandLine;
using Sluice.Cli.Policies;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy check</c>: names every error of a policy.</summary>
internal sealed class PolicyCheckCommand : Command
{
    private readonly Argument<string> _file = new("FILE") { Description = "The policy" };
    private readonly Option<string> _data = CommonOptions.Data();

    public PolicyCheckCommand()
        : base("check", "Name every error of a policy, with its line and its place")
    {
        Add(_file);
        Add(_data);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var io = result.InvocationConfiguration;
        var policy = PolicySettings.Load(CommonOptions.DataFolderOf(result, _data), Path.GetFullPath(result.GetValue(_file)!));
        foreach (var error in policy.Errors)
            await io.Error.WriteLineAsync(error);
        if (policy.Set is null)
            return ExitCode.Failed;
        await io.Output.WriteLineAsync(policy.Summary);
        return ExitCode.Done;
    }
}
