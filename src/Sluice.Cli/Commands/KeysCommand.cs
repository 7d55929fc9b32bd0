using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice keys</c>: makes, lists and disables accessKeys, changes limits and rotates callback secrets in a data folder,
/// whether or not a server runs on it.</summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand(TimeProvider time)
        : base("keys", "Make, list and disable accessKeys, change limits and rotate callback secrets")
    {
        Add(new KeysCreateCommand(time));
        Add(new KeysListCommand(time));
        Add(new KeysLimitsCommand(time));
        Add(new KeysDisableCommand(time));
        Add(new KeysRotateSecretCommand(time));
    }
}
