using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Sluice.Cli.Keys;
using Sluice.Cli.Serving;
using Sluice.Server.Api.Keys;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice keys create</c>: prints the new key with its tenant's secrets; this is where they are shown.</summary>
internal sealed class KeysCreateCommand : Command
{
    private readonly TimeProvider _time;
    private readonly Option<string> _tenant = new("--tenant") { Description = "The tenant, made when it is new", HelpName = "T", Required = true };
    private readonly Option<string> _app = new("--app") { Description = "An appId that the tenant may submit under", HelpName = "APP", DefaultValueFactory = _ => "default" };
    private readonly LimitOptions _limits = new($"as it is, {KeyCreation.DefaultMaxQps} when new", $"as it is, {KeyCreation.DefaultMaxStreams} when new");
    private readonly Option<KeyPermissions> _permissions = new("--permissions")
    {
        Description = "What the key may do, joined by commas (default: submit,close,query)",
        HelpName = "LIST",
        CustomParser = ReadPermissions,
    };
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Option<bool> _json = CommonOptions.Json("Print one JSON object");

    public KeysCreateCommand(TimeProvider time)
        : base("create", "Make an accessKey; a running server on the same data takes it at once")
    {
        _time = time;
        // 64 is the protocol's limit of an appId; a tenant's name has the same.
        _tenant.Validators.Add(result => RequireLength(result, 64));
        _app.Validators.Add(result => RequireLength(result, 64));
        Add(_tenant);
        Add(_app);
        _limits.AddTo(this);
        Add(_permissions);
        Add(_data);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var permissions = result.GetResult(_permissions) is null ? KeyPermissions.All : result.GetValue(_permissions);
        var creation = new KeyCreation(
            result.GetValue(_tenant)!, result.GetValue(_app)!, _limits.Read(result), permissions);
        var key = await FolderStore.CreateAsync(
            CommonOptions.DataFolderOf(result, _data),
            _time,
            store => creation.CreateAsync(store, _time.GetUtcNow(), cancellationToken),
            cancellationToken);

        var shown = new JsonObject
        {
            ["tenant"] = key.Tenant.Name,
            ["accessKey"] = key.AccessKey,
            ["secretKey"] = key.Tenant.SecretKey,
            ["callbackSecret"] = key.Tenant.CallbackSecrets[0],
        };
        var output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            await output.WriteLineAsync(shown.ToJsonString(Json.Readable));
        }
        else
        {
            foreach (var (name, value) in shown)
                await output.WriteLineAsync($"{name,-15} {value}");
        }
        return ExitCode.Done;
    }

    private static KeyPermissions ReadPermissions(ArgumentResult result)
    {
        var permissions = KeyPermissions.None;
        foreach (var name in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            switch (name)
            {
                case "submit": permissions |= KeyPermissions.Submit; break;
                case "close": permissions |= KeyPermissions.Close; break;
                case "query": permissions |= KeyPermissions.Query; break;
                default: result.AddError($"--permissions: '{name}' is none of submit, close, query"); break;
            }
        }
        return permissions;
    }

    private static void RequireLength(OptionResult result, int most)
    {
        var length = result.Tokens.Count == 0 ? 1 : result.Tokens[0].Value.EnumerateRunes().Count();
        if (length == 0 || length > most)
            result.AddError($"{result.Option.Name}: must have 1 to {most} characters");
    }
}
