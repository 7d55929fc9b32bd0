using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice models</c>: makes the files that detectors judge with, and tries them.</summary>
internal sealed class ModelsCommand : Command
{
    public ModelsCommand()
        : base("models", "Convert models, and try those that are installed")
    {
        Add(new ModelsImportCommand());
        Add(new ModelsCheckCommand());
    }
}
