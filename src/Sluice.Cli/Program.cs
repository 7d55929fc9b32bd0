using Sluice.Cli;
using Sluice.Cli.Commands;

return await CommandLine.RunAsync(
    [new SubmitCommand(), new CloseCommand(), new WatchCommand(TimeProvider.System)],
    args, Console.Out, Console.Error, CancellationToken.None);
