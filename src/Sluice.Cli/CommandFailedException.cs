namespace Sluice.Cli;

/// <summary>A command was refused or failed: the message is the reason for standard error, the exit code is 1.</summary>
internal sealed class CommandFailedException : Exception
{
    public CommandFailedException(string message)
        : base(message)
    {
    }

    public CommandFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
