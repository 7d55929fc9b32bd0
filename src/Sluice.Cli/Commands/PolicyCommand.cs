using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy</c>: what findings mean.</summary>
internal sealed class PolicyCommand : Command
{
    public PolicyCommand()
        : base("policy", "Check and show what findings mean")
    {
        Add(new PolicyCheckCommand());
        Add(new PolicyShowCommand());
        Add(new PolicyLabelsCommand());
    }
}
