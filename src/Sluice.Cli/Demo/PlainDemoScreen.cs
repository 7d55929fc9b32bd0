using Sluice.Cli.Callbacks;

namespace Sluice.Cli.Demo;

/// <summary>Lines, one for each event.</summary>
internal sealed class PlainDemoScreen(TextWriter output) : IDemoScreen
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public Task ShowAsync(Func<Task> work) => work();

    public void Say(string step) => _output.WriteLine($"-- {step}");

    public void Add(DemoCallback callback) =>
        _output.WriteLine(CallbackPrinter.Format(callback.Line, callback.Received.ReceivedAt, colours: false));

    public void Finish(DemoReport report)
    {
        foreach (var check in report.Checks)
            _output.WriteLine($"{(check.Ok ? '✓' : '✗')} {check.Text}");
    }
}
