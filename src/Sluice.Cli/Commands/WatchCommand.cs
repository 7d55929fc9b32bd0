using System.CommandLine;
using System.Text;
using Sluice.Cli.Callbacks;
using Sluice.Protocol;

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

    private readonly Option<string[]> _secret = new("--secret")
    {
        Description = "Mark callbacks that this secret (whsec_…) does not verify; give it twice while it is being rotated",
        HelpName = "SECRET",
    };

    private readonly Option<bool> _json = CommonOptions.Json("Print each callback as it came, one a line");

    public WatchCommand(TimeProvider time)
        : base("watch", "Receive callbacks and print them")
    {
        _time = time;
        // The message never shows the value: it may be a secret with a typing error.
        _secret.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !WebhookSignature.IsSecret(token.Value)))
                result.AddError("--secret: must be whsec_ and Base64");
        });
        Add(_listen);
        Add(_secret);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var io = result.InvocationConfiguration;
        var json = result.GetValue(_json);
        var secrets = result.GetValue(_secret) ?? [];
        var colours = !Console.IsOutputRedirected && ReferenceEquals(io.Output, Console.Out)
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        await using var receiver = await CallbackReceiver.StartAsync(result.GetValue(_listen)!, _time, cancellationToken);
        await io.Error.WriteLineAsync($"listening {receiver.Url.GetLeftPart(UriPartial.Authority)}");
        try
        {
            await foreach (var callback in receiver.Callbacks.ReadAllAsync(cancellationToken))
            {
                var complaint = secrets.Length == 0 ? null : Complaint(callback, secrets);
                if (json)
                {
                    // The callback stays as it came: what is wrong with it goes beside it.
                    if (complaint is not null)
                        await io.Error.WriteLineAsync($"{complaint}: {CallbackPrinter.Printable(callback.WebhookId ?? "no webhook-id")}");
                    await io.Output.WriteLineAsync(OneLine(callback));
                }
                else
                {
                    var line = CallbackPrinter.Format(CallbackLine.Read(callback.Body), callback.ReceivedAt, colours);
                    await io.Output.WriteLineAsync(complaint is null ? line : $"{line}  {complaint}");
                }
                await io.Output.FlushAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end.
        }
        return ExitCode.Done;
    }

    /// <summary>Why a callback is not to be trusted, or null when it verifies.</summary>
    private static string? Complaint(ReceivedCallback callback, string[] secrets) =>
        WebhookSignature.Verify(
            callback.WebhookId,
            callback.WebhookTimestamp,
            callback.WebhookSignature,
            callback.Body.Span,
            secrets,
            callback.ReceivedAt) switch
        {
            SignatureCheck.Valid => null,
            SignatureCheck.NotSigned => "NOT VERIFIED (not signed)",
            SignatureCheck.OutOfTime => "NOT VERIFIED (its time is too far from now)",
            _ => "NOT VERIFIED (wrong signature)",
        };

    /// <summary>JSON needs no line break outside its strings and has none in them, so a break can only be layout.</summary>
    private static string OneLine(ReceivedCallback callback) =>
        Encoding.UTF8.GetString(callback.Body.Span).Replace('\r', ' ').Replace('\n', ' ');
}
