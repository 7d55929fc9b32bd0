using System.Globalization;
using Sluice.Cli.Callbacks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sluice.Cli.Demo;

/// <summary>A live table of the last callbacks.</summary>
internal sealed class TableDemoScreen(IAnsiConsole console, TimeProvider time) : IDemoScreen
{
    /// <summary>Lines of the terminal that are not rows of callbacks.</summary>
    private const int Frame = 9;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly List<DemoCallback> _callbacks = [];
    private readonly long _began = time.GetTimestamp();
    private string _step = "";

    public Task ShowAsync(Func<Task> work) => console.Live(Render()).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
    {
        var working = work();
        using var timer = new PeriodicTimer(Tick, time);
        while (!working.IsCompleted)
        {
            live.UpdateTarget(Render());
            await Task.WhenAny(working, timer.WaitForNextTickAsync().AsTask());
        }
        live.UpdateTarget(Render());
        await working;
    });

    public void Say(string step)
    {
        lock (_lock)
            _step = step;
    }

    public void Add(DemoCallback callback)
    {
        lock (_lock)
            _callbacks.Add(callback);
    }

    public void Finish(DemoReport report)
    {
        console.WriteLine();
        foreach (var check in report.Checks)
            console.MarkupLine($" {(check.Ok ? "[green]✓[/]" : "[red]✗[/]")} {Markup.Escape(check.Text)}");
    }

    private Rows Render()
    {
        lock (_lock)
        {
            var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35);
            table.AddColumn(new TableColumn("[grey]time[/]").NoWrap().RightAligned());
            table.AddColumn(new TableColumn("[grey]kind[/]").NoWrap());
            table.AddColumn(new TableColumn("[grey]seq[/]").NoWrap().RightAligned());
            table.AddColumn(new TableColumn("[grey]level[/]").NoWrap());
            table.AddColumn(new TableColumn("[grey]label[/]").NoWrap());
            table.AddColumn(new TableColumn("[grey]seen[/]"));
            foreach (var callback in _callbacks.TakeLast(Math.Max(5, console.Profile.Height - Frame)))
                table.AddRow(Row(callback));
            return new Rows(Header(), table);
        }
    }

    private Markup Header()
    {
        var stream = _callbacks.Count > 0 ? $"  stream [white]{Markup.Escape(_callbacks[0].Line.StreamId)}[/]" : "";
        var elapsed = time.GetElapsedTime(_began).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var frames = _callbacks.Count(c => c.Line.Kind == CallbackLineKind.Frame);
        var sounds = _callbacks.Count(c => c.Line.Kind == CallbackLineKind.Audio);
        var counts = string.Create(CultureInfo.InvariantCulture, $"{frames} frames, {sounds} sounds");
        return new Markup($"[bold deepskyblue1]sluice[/][grey]{stream}  {elapsed} s  {counts}[/]\n[bold]{Markup.Escape(_step)}[/]");
    }

    private static IRenderable[] Row(DemoCallback callback)
    {
        var line = callback.Line;
        var sequence = line.Kind switch
        {
            CallbackLineKind.FrameEnd => "image",
            CallbackLineKind.AudioEnd => "audio",
            _ => line.Sequence.TrimStart('0') is { Length: > 0 } number ? number : line.Sequence.Length > 0 ? "0" : "",
        };
        return
        [
            Cell("grey", callback.SinceSubmission.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)),
            line.Kind switch
            {
                CallbackLineKind.Frame => Cell("deepskyblue1", "frame"),
                CallbackLineKind.Audio => Cell("mediumpurple2", "sound"),
                _ when line.IsEnd => Cell("bold", "end"),
                _ => Cell("grey", CallbackPrinter.KindName(line.Kind)),
            },
            Cell("grey", sequence),
            Cell(line.Level switch { "PASS" => "green", "REVIEW" => "bold yellow", "REJECT" => "bold red", _ => "grey" }, line.Level),
            Cell("default", line.Description),
            Cell("default", line.Seen),
        ];

        static Markup Cell(string style, string text) =>
            new Markup($"[{style}]{Markup.Escape(CallbackPrinter.Printable(text))}[/]").Overflow(Overflow.Ellipsis);
    }
}
