using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Diagnosis;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice doctor</c>: says whether a server can do its work on this machine.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Option<bool> _json = CommonOptions.Json("Print one JSON object");

    public DoctorCommand()
        : base("doctor", "Check what a server needs of this machine")
    {
        Add(_data);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck>(await FfmpegChecks.RunAsync(cancellationToken));
        checks.AddRange(LibraryChecks.Run());
        using var catalog = DetectionSettings.Find(CommonOptions.DataFolderOf(result, _data));
        checks.AddRange(ModelChecks.Run(catalog));
        checks.AddRange(await TesseractCheck.RunAsync(catalog, cancellationToken));
        checks.AddRange(await EndpointChecks.RunAsync(catalog, cancellationToken));
        checks.Add(PolicyCheck.Run(CommonOptions.DataFolderOf(result, _data)));
        var speech = SpeechChecks.Find(CommonOptions.DataFolderOf(result, _data));
        checks.AddRange(await SpeechChecks.LibraryAsync(CommonOptions.DataFolderOf(result, _data), cancellationToken));
        checks.AddRange(await SpeechChecks.RunAsync(speech, cancellationToken));
        checks.Add(await SandboxCheck.RunAsync(CommonOptions.DataFolderOf(result, _data)));
        checks.AddRange(FolderChecks.Run(CommonOptions.DataFolderOf(result, _data)));
        var unjudged = UnjudgedTypes.Of(catalog, SpeechChecks.IsAnyUnderstood(speech), SpeechChecks.IsLanguageTold(speech));
        var ok = checks.All(check => check.Ok);

        var io = result.InvocationConfiguration;
        if (result.GetValue(_json))
            await io.Output.WriteLineAsync(ToJson(checks, unjudged, SpeechChecks.Missing(speech), ok).ToJsonString(Json.Readable));
        else
            await WriteAsync(io.Output, checks, unjudged, SpeechChecks.Missing(speech));
        if (!ok)
            await io.Error.WriteLineAsync($"sluice: missing: {string.Join(", ", checks.Where(c => !c.Ok).Select(c => c.Name))}");
        return ok ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task WriteAsync(TextWriter output, IReadOnlyList<DoctorCheck> checks, UnjudgedTypes unjudged, IReadOnlyList<string> unheard)
    {
        var width = checks.Max(check => check.Name.Length);
        foreach (var check in checks)
            await output.WriteLineAsync($"{(check.Ok ? '✓' : '✗')} {check.Name.PadRight(width)}  {check.Detail}");
        if (unjudged.Image.Count > 0)
            await output.WriteLineAsync($"- no detector for image types {string.Join(' ', unjudged.Image)}");
        if (unjudged.Audio.Count > 0)
            await output.WriteLineAsync($"- no detector for audio types {string.Join(' ', unjudged.Audio)}");
        if (unheard.Count > 0)
            await output.WriteLineAsync($"- no recogniser for speech in {string.Join(' ', unheard)}");
    }

    private static JsonObject ToJson(IEnumerable<DoctorCheck> checks, UnjudgedTypes unjudged, IReadOnlyList<string> unheard, bool ok) => new()
    {
        ["ok"] = ok,
        ["checks"] = new JsonArray([.. checks.Select(check => new JsonObject
        {
            ["name"] = check.Name,
            ["ok"] = check.Ok,
            ["detail"] = check.Detail,
        })]),
        ["noDetectorFor"] = new JsonObject { ["image"] = Names(unjudged.Image), ["audio"] = Names(unjudged.Audio) },
        ["noRecogniserFor"] = Names(unheard),
    };

    private static JsonArray Names(IReadOnlyList<string> types) => [.. types.Select(type => JsonValue.Create(type))];
}
