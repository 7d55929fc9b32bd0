using System.CommandLine;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Sluice.Cli.Serving;
using Sluice.Server.Hosting;
using Sluice.Server.Storage;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice serve</c>: runs the server until SIGINT or SIGTERM.</summary>
internal sealed class ServeCommand : Command
{
    /// <summary>Roots of configuration that are not ours; a setting with none of these belongs under <c>Sluice</c>.</summary>
    private static readonly string[] Roots = ["Sluice", "Kestrel", "Logging"];

    private readonly Option<string> _urls = new("--urls") { Description = "Addresses to listen on, joined by ;", HelpName = "URLS", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Argument<string[]> _settings = new("Key=Value") { Description = "Configuration, e.g. Sluice:Egress:Allow:0=10.0.0.0/8", Arity = ArgumentArity.ZeroOrMore };

    public ServeCommand()
        : base("serve", "Run the server")
    {
        _urls.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && ListenAddresses.Error(result.Tokens[0].Value) is { } wrong)
                result.AddError(wrong);
        });
        _settings.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=') < 1))
                result.AddError($"'{token.Value}' is no setting: write Key=Value");
        });
        Add(_urls);
        Add(_data);
        Add(_settings);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var setup = new ServerSetup(
            result.GetValue(_urls)!,
            CommonOptions.DataFolderOf(result, _data),
            ReadSettings(result.GetValue(_settings) ?? []));
        var server = await StartAsync(setup, result.InvocationConfiguration.Error, cancellationToken);
        if (server is null)
            return ExitCode.Failed;
        await using (server)
        {
            await result.InvocationConfiguration.Output.WriteLineAsync($"ready {server.Url.GetLeftPart(UriPartial.Authority)}");
            await result.InvocationConfiguration.Output.FlushAsync(CancellationToken.None);
            return await WaitForEndAsync(server, result.InvocationConfiguration.Error, cancellationToken);
        }
    }

    /// <summary>An end that was asked for is a good one; any other is a failure, so that a supervisor starts the server again.</summary>
    internal static async Task<int> WaitForEndAsync(SluiceServer server, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await server.Stopped.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
        catch (Exception e)
        {
            await error.WriteLineAsync($"sluice: the server ended by itself: {e.GetBaseException().Message}");
            return ExitCode.Failed;
        }
        await error.WriteLineAsync("sluice: the server ended by itself; its log says why");
        return ExitCode.Failed;
    }

    private static async Task<SluiceServer?> StartAsync(ServerSetup setup, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            return await SluiceServer.StartAsync(setup, cancellationToken);
        }
        catch (OptionsValidationException e)
        {
            foreach (var failure in e.Failures)
                await error.WriteLineAsync($"sluice: {failure}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException or InvalidOperationException or FormatException)
        {
            // An address in use, a folder that cannot be written, a newer schema.
            await error.WriteLineAsync($"sluice: {e.Message}");
        }
        catch (SocketException e)
        {
            // An address of another machine, a port that only root may take.
            await error.WriteLineAsync($"sluice: --urls {setup.Urls}: {e.Message}");
        }
        return null;
    }

    private static Dictionary<string, string?> ReadSettings(string[] settings)
    {
        var read = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=');
            var key = setting[..equals].Replace("__", ":");
            var known = Roots.Any(root => key.StartsWith(root + ":", StringComparison.OrdinalIgnoreCase));
            read[known ? key : $"Sluice:{key}"] = setting[(equals + 1)..];
        }
        return read;
    }
}
