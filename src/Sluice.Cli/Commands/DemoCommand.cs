using System.CommandLine;
using Sluice.Cli.Demo;
using Sluice.Cli.Keys;
using Sluice.Cli.Serving;
using Sluice.Server.Api.Keys;
using Sluice.Server.Hosting;
using Spectre.Console;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice demo</c>: a server, a live source and a callback receiver on this machine, and one stream through them.</summary>
internal sealed class DemoCommand : Command
{
    private readonly TimeProvider _time;
    private readonly Option<int> _seconds = new("--seconds") { Description = "How long", HelpName = "N", CustomParser = argument => CommonOptions.ReadWholeNumber(argument) ?? 0, DefaultValueFactory = _ => 60 };

    public DemoCommand(TimeProvider time)
        : base("demo", "Show a live stream the whole way, on this machine")
    {
        _time = time;
        _seconds.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var seconds) && seconds is < DemoScript.LeastSeconds or > 3600)
                result.AddError($"--seconds: must be {DemoScript.LeastSeconds} to 3600");
        });
        Add(_seconds);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var io = result.InvocationConfiguration;
        var onTerminal = !Console.IsOutputRedirected && ReferenceEquals(io.Output, Console.Out) && AnsiConsole.Profile.Capabilities.Ansi;
        IDemoScreen screen = onTerminal ? new TableDemoScreen(AnsiConsole.Console, _time) : new PlainDemoScreen(io.Output);
        var script = DemoScript.For(result.GetValue(_seconds));
        var folder = Directory.CreateTempSubdirectory("sluice-demo-").FullName;
        try
        {
            DemoReport? report = null;
            await screen.ShowAsync(async () => report = await RunAsync(script, screen, folder, cancellationToken));
            screen.Finish(report!);
            foreach (var check in report!.Checks.Where(check => !check.Ok))
                await io.Error.WriteLineAsync($"sluice: {check.Text}");
            return report.Ok ? ExitCode.Done : ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<DemoReport> RunAsync(DemoScript script, IDemoScreen screen, string folder, CancellationToken cancellationToken)
    {
        screen.Say("starting a server, a live source and a callback receiver");
        var data = Path.Combine(folder, "data");
        var key = await FolderStore.CreateAsync(
            data,
            _time,
            store => new KeyCreation("demo", "default", new LimitChange(), KeyPermissions.All)
                .CreateAsync(store, _time.GetUtcNow(), cancellationToken),
            cancellationToken);
        var settings = new Dictionary<string, string?>
        {
            // The source and the receiver are on this machine.
            ["Sluice:Egress:Allow:0"] = "127.0.0.0/8",
            // The screen is the callbacks'.
            ["Logging:LogLevel:Default"] = "Error",
        };
        await using var server = await SluiceServer.StartAsync(new ServerSetup("http://127.0.0.1:0", data, settings), cancellationToken);
        return await new DemoRun(script, screen, _time).RunAsync(server, key.AccessKey, folder, cancellationToken);
    }
}
