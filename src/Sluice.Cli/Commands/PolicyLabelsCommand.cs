using System.CommandLine;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy labels</c>: prints the page of docs/labels.md.</summary>
internal sealed class PolicyLabelsCommand : Command
{
    public PolicyLabelsCommand()
        : base("labels", "Print the table of labels, as Markdown")
    {
        SetAction(result => result.InvocationConfiguration.Output.Write(LabelPage.Text));
    }
}
