using Sluice.Cli;
using Sluice.Cli.Commands;

return await CommandLine.RunAsync(
    [
        new ServeCommand(), new KeysCommand(TimeProvider.System), new SubmitCommand(), new CloseCommand(),
        new WatchCommand(TimeProvider.System), new DoctorCommand(), new DemoCommand(TimeProvider.System),
    ],
    args, Console.Out, Console.Error, CancellationToken.None);
