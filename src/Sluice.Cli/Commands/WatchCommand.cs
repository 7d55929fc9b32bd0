using System.CommandLine;
using System.Text;
using Sluice.Cli.Callbacks;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice watch</c>: a callback receiver that prints what comes, until SIGINT or SIGTERM.</summary>
internal sealed class WatchCommand : Command
{
    private readonly TimeProvider _time;
    private readonly Option<Uri> _listen = new("--listen")
    {
        Description = "Where to receive, e.g. http://127.0.0.1:9000",
        HelpName = "URL",
        Required = true,
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme == "http")
                return url;
            argument.AddError("--listen: must be an http URL, e.g. http://127.0.0.1:9000");
            return null!;
        },
    };

    private readonly Option<bool> _json = CommonOptions.Json("Print each callback as it came, one a line");

    public WatchCommand(TimeProvider time)
        : base("watch", "Receive callbacks and print them")
    {
        _time = time;
        Add(_listen);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var io = result.InvocationConfiguration;
        var json = result.GetValue(_json);
        var colours = !Console.IsOutputRedirected && ReferenceEquals(io.Output, Console.Out)
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        await using var receiver = await CallbackReceiver.StartAsync(result.GetValue(_listen)!, _time, cancellationToken);
        await io.Error.WriteLineAsync($"listening {receiver.Url.GetLeftPart(UriPartial.Authority)}");
        try
        {
            await foreach (var callback in receiver.Callbacks.ReadAllAsync(cancellationToken))
            {
                await io.Output.WriteLineAsync(json ? OneLine(callback) : CallbackPrinter.Format(CallbackLine.Read(callback.Body), callback.ReceivedAt, colours));
                await io.Output.FlushAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end.
        }
        return ExitCode.Done;
    }

    /// <summary>JSON needs no line break outside its strings and has none in them, so a break can only be layout.</summary>
    private static string OneLine(ReceivedCallback callback) =>
        Encoding.UTF8.GetString(callback.Body.Span).Replace('\r', ' ').Replace('\n', ' ');
}
