using System.CommandLine;
using Sluice.Cli.Diagnosis;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice models check</c>: loads every model and judges a picture, or hears a second of silence, with it, as a server would.</summary>
internal sealed class ModelsCheckCommand : Command
{
    private readonly Option<string> _data = CommonOptions.Data();

    public ModelsCheckCommand()
        : base("check", "Load every model and judge a picture or silence with it")
    {
        Add(_data);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var catalog = DetectionSettings.Find(CommonOptions.DataFolderOf(result, _data));
        var speech = SpeechChecks.Find(CommonOptions.DataFolderOf(result, _data));
        DoctorCheck[] checks =
        [
            .. ModelChecks.Run(catalog),
            .. await EndpointChecks.RunAsync(catalog, cancellationToken),
            .. await SpeechChecks.RunAsync(speech, cancellationToken),
        ];
        foreach (var check in checks)
            await result.InvocationConfiguration.Output.WriteLineAsync($"{(check.Ok ? '✓' : '✗')} {check.Name}  {check.Detail}");
        return checks.All(check => check.Ok) ? ExitCode.Done : ExitCode.Failed;
    }
}
