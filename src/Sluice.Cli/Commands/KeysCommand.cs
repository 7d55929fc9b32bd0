using System.CommandLine;
using Sluice.Cli.Keys;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice keys</c>: makes, lists and disables accessKeys in a data folder, whether or not a server runs on it.</summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand(OpenStore openStore, Func<KeySecrets> newSecrets, TimeProvider time)
        : base("keys", "Make, list and disable accessKeys")
    {
        Add(new KeysCreateCommand(openStore, newSecrets, time));
        Add(new KeysListCommand(openStore));
        Add(new KeysDisableCommand(openStore));
    }
}
