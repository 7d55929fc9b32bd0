using System.CommandLine;
using Sluice.Cli.Policies;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy show</c>: what holds for somebody, as a policy that could be written; on standard error where it comes from.</summary>
internal sealed class PolicyShowCommand : Command
{
    private readonly PolicyOptions _policy = new();
    private readonly Option<string> _data = CommonOptions.Data();

    public PolicyShowCommand()
        : base("show", "Print the policy that holds for somebody as JSON, and on standard error where it comes from")
    {
        _policy.AddTo(this);
        Add(_data);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var io = result.InvocationConfiguration;
        var policy = PolicySettings.Load(CommonOptions.DataFolderOf(result, _data), _policy.FileOf(result));
        foreach (var error in policy.Errors)
            await io.Error.WriteLineAsync(error);
        if (policy.Set is not { } set)
            return ExitCode.Failed;

        var written = set.WrittenFor(_policy.ScopeOf(result));
        await io.Output.WriteAsync(PolicyText.Of(written));
        await io.Error.WriteLineAsync(policy.Summary);
        await ShowOriginsAsync("rules", written.Risks, io.Error);
        await ShowOriginsAsync("business", written.Business, io.Error);
        return ExitCode.Done;
    }

    private static async Task ShowOriginsAsync(string section, WrittenRules rules, TextWriter output)
    {
        foreach (var rule in rules.All.Where(rule => rule.Origin != PolicySet.BuiltInVersion))
            await output.WriteLineAsync($"{section}.{rule.Name}: {(rule.IsOff ? "taken away by" : "by")} {rule.Origin}");
    }
}
