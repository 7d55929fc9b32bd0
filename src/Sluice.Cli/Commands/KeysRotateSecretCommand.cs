using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Serving;
using Sluice.Server.Api.Keys;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice keys rotate-secret</c>: a new secret signs beside the one before it, until <c>--finish</c> drops that one. Only one
/// rotation at a time: another would drop a secret that receivers may still rely on.
/// </summary>
internal sealed class KeysRotateSecretCommand : Command
{
    private readonly TimeProvider _time;
    private readonly Option<string> _tenant = new("--tenant") { Description = "The tenant", HelpName = "T", Required = true };
    private readonly Option<bool> _finish = new("--finish") { Description = "Drop the secret before the newest" };
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Option<bool> _json = CommonOptions.Json("Print one JSON object");

    public KeysRotateSecretCommand(TimeProvider time)
        : base("rotate-secret", "Make a new callback secret; both sign until --finish; a running server takes it within seconds")
    {
        _time = time;
        Add(_tenant);
        Add(_finish);
        Add(_data);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var tenant = result.GetValue(_tenant)!;
        var folder = CommonOptions.DataFolderOf(result, _data);
        var finish = result.GetValue(_finish);
        var secret = KeyGenerator.CallbackSecret();
        var stored = await FolderStore.UseAsync(
            folder,
            _time,
            store => finish
                ? store.FinishSecretRotationAsync(tenant, cancellationToken)
                : store.RotateCallbackSecretAsync(tenant, secret, cancellationToken),
            cancellationToken) ?? throw new CommandFailedException($"no such tenant in {folder}");
        if (!finish && stored[0] != secret)
            throw new CommandFailedException("a rotation is under way: end it with --finish first");

        var io = result.InvocationConfiguration;
        var shown = new JsonObject { ["tenant"] = tenant, ["callbackSecret"] = stored[0] };
        if (result.GetValue(_json))
        {
            await io.Output.WriteLineAsync(shown.ToJsonString(Json.Readable));
        }
        else
        {
            foreach (var (name, value) in shown)
                await io.Output.WriteLineAsync($"{name,-15} {value}");
        }
        if (stored.Count > 1)
            await io.Error.WriteLineAsync("the secret before it signs too, until rotate-secret --finish");
        return ExitCode.Done;
    }
}
