using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Lists;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Lists;

/// <summary><c>POST /api/v1/lists/import</c> (protocol §8).</summary>
internal sealed class ImportListEndpoint(IStore store, TimeProvider time) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Close;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "name", "entries", "text", "format" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var name = OwnList.Name(parameters);
        var given = parameters.Strings("entries", ListLimits.Entries, ListLimits.HostLength);
        var text = parameters.Optional("text", int.MaxValue);
        var format = parameters.OneOf("format", ListNames.Formats);
        if (given is null == text is null)
        {
            parameters.Fail("entries", "exactly one of entries and text is needed");
        }
        else if (text is null && format is not null)
        {
            parameters.Fail("format", "is that of text");
        }

        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        if (await OwnList.FindAsync(store, key.Tenant.Name, name, attempts) is not { } list)
        {
            return OwnList.None;
        }

        var (entries, count) = Read(parameters, list.Settings.Kind, given, text, format);
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var at = time.GetUtcNow();
        var change = await attempts.RunAsync(token => store.AddEntriesAsync(list.Tenant, name, entries, at, token));
        return change.Status != EntryStatus.Done ? OwnList.Refused(change) : Outcome.Answered((id, message) => new ImportListAnswer
        {
            RequestId = id,
            Code = ResponseCode.Success,
            Message = message,
            Added = change.Changed,
            Duplicates = count - change.Changed,
            Entries = change.Entries,
        });
    }

    private static (IReadOnlyList<string> Entries, int Given) Read(
        ParameterReader parameters, ListKind kind, IReadOnlyList<string>? given, string? text, string? format)
    {
        if (text is null)
        {
            return (OwnList.Entries(parameters, kind, given!), given!.Count);
        }

        var reading = ListReader.Read(kind, format == "csv" ? ListFormat.Csv : ListFormat.Text, Encoding.UTF8.GetBytes(text));
        if (reading.Error is { } error)
        {
            parameters.Fail("text", error);
        }

        return (reading.Entries, reading.Given);
    }
}
