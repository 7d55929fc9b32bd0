using System.CommandLine;
using System.CommandLine.Invocation;

namespace Sluice.Cli;

/// <summary>The <c>sluice</c> command: parses, runs one command, turns failures into exit codes.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to end after SIGINT or SIGTERM before the process goes anyway.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What the parser says when a command is missing. It also says it of one that was written wrongly, beside the message that
    /// names what was written.
    /// </summary>
    private const string NoCommand = "Required command was not provided.";

    public static async Task<int> RunAsync(
        IEnumerable<Command> commands, string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        // "@name" is an ordinary value here, not a file of arguments.
        var result = Create(commands).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0 && result.Action is ParseErrorAction)
        {
            var messages = result.Errors.Select(e => e.Message).Distinct().ToList();
            if (messages is [NoCommand])
                await Create(commands).Parse([.. args, "--help"]).InvokeAsync(new InvocationConfiguration { Output = error }, cancellationToken);
            foreach (var message in messages.Count > 1 ? messages.Where(message => message != NoCommand) : messages)
                await error.WriteLineAsync($"sluice: {message}");
            await error.WriteLineAsync($"sluice: see {CommandPath(result)} --help");
            return ExitCode.WrongUsage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = EndWithin,
        };
        try
        {
            return await result.InvokeAsync(configuration, cancellationToken);
        }
        catch (CommandFailedException failure)
        {
            await error.WriteLineAsync($"sluice: {failure.Message}");
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("sluice: interrupted");
        }
        return ExitCode.Failed;
    }

    private static RootCommand Create(IEnumerable<Command> commands)
    {
        var root = new RootCommand("Moderates live video streams: pulls them, judges frames and sound, calls back.");
        root.Directives.Clear();
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        foreach (var command in commands)
            root.Add(command);
        return root;
    }

    private static string CommandPath(ParseResult result)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = result.CommandResult; at is not null; at = at.Parent)
            names.Push(at is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command ? command.Command.Name : "sluice");
        return string.Join(' ', names);
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var version = typeof(CommandLine).Assembly.GetName().Version!.ToString(3);
            parseResult.InvocationConfiguration.Output.WriteLine($"sluice {version}");
            return ExitCode.Done;
        }
    }
}
