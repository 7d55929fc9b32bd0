using Sluice.Cli;
using Sluice.Cli.Commands;

var time = TimeProvider.System;
return await CommandLine.RunAsync(
    [
        new ServeCommand(),
        new DemoCommand(time),
        new KeysCommand(time),
        new SubmitCommand(),
        new CloseCommand(),
        new ListCommand(),
        new ShowCommand(),
        new CallbacksCommand(),
        new ReplayCommand(),
        new WatchCommand(time),
        new JudgeCommand(time),
        new DoctorCommand(),
        new ModelsCommand(),
        new PolicyCommand(),
        new ListsCommand(time),
        new SpeechWorkerCommand(),
    ],
    args, Console.Out, Console.Error, CancellationToken.None);
