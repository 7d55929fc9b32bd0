using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Lists;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Lists;

/// <summary><c>POST /api/v1/lists/remove</c> (protocol §8).</summary>
internal sealed class RemoveEntriesEndpoint(IStore store, TimeProvider time) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Close;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "name", "entries" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var name = OwnList.Name(parameters);
        var given = parameters.Strings("entries", ListLimits.Entries, ListLimits.HostLength);
        if (given is null)
        {
            parameters.Fail("entries", "missing");
        }

        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        if (await OwnList.FindAsync(store, key.Tenant.Name, name, attempts) is not { } list)
        {
            return OwnList.None;
        }

        var entries = OwnList.Entries(parameters, list.Settings.Kind, given!);
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var at = time.GetUtcNow();
        var change = await attempts.RunAsync(token => store.RemoveEntriesAsync(list.Tenant, name, entries, at, token));
        return change.Status != EntryStatus.Done ? OwnList.Refused(change) : Outcome.Answered((id, message) => new RemoveEntriesAnswer
        {
            RequestId = id,
            Code = ResponseCode.Success,
            Message = message,
            Removed = change.Changed,
            Entries = change.Entries,
        });
    }
}
