using System.CommandLine;
using Sluice.Server.Speech.Workers;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice speech-worker</c>: what a server starts to recognise speech in. Nobody types it.</summary>
internal sealed class SpeechWorkerCommand : Command
{
    private readonly Option<bool> _trial = new(WorkerProgram.Trial) { Description = "End at once: it runs" };

    public SpeechWorkerCommand()
        : base(WorkerProgram.Command, "Recognise speech for a server")
    {
        Hidden = true;
        Add(_trial);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (!result.GetValue(_trial))
        {
            await WorkerHost.RunAsync();
        }

        return ExitCode.Done;
    }
}
