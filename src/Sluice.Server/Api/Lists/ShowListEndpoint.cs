using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Lists;

/// <summary><c>POST /api/v1/lists/show</c> (protocol §8).</summary>
internal sealed class ShowListEndpoint(IStore store) : IApiOperation
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 500;

    public KeyPermissions Permission => KeyPermissions.Query;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "name", "limit", "after" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var name = OwnList.Name(parameters);
        var limit = parameters.Integer("limit", 1, MostLimit) ?? DefaultLimit;
        var after = parameters.Optional("after", EntryCursor.Length) is { } text ? EntryCursor.Read(text) ?? Fail(parameters) : null;
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        if (await OwnList.FindAsync(store, key.Tenant.Name, name, attempts) is not { } list)
        {
            return OwnList.None;
        }

        // One more than asked for: it tells whether there is a next page.
        var entries = await attempts.RunAsync(token => store.ListEntriesAsync(list.Tenant, name, after, limit + 1, token).AsTask());
        return Outcome.Answered((id, message) => new ShowListAnswer
        {
            RequestId = id,
            Code = ResponseCode.Success,
            Message = message,
            List = ListView.Of(list),
            Entries = [.. entries.Take(limit)],
            Next = entries.Count > limit ? EntryCursor.Write(entries[limit - 1]) : null,
        });
    }

    private static string? Fail(ParameterReader parameters)
    {
        parameters.Fail("after", "no next of a list");
        return null;
    }
}
