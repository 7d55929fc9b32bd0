using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice lists</c>: tenants' own lists in a data folder, whether or not a server runs on it.</summary>
internal sealed class ListsCommand : Command
{
    public ListsCommand(TimeProvider time)
        : base("lists", "Make, fill, show and remove a tenant's lists of words, hosts, images and faces")
    {
        Add(new ListsCreateCommand(time));
        Add(new ListsImportCommand(time));
        Add(new ListsListCommand(time));
        Add(new ListsShowCommand(time));
        Add(new ListsRemoveCommand(time));
        Add(new ListsDeleteCommand(time));
    }
}
