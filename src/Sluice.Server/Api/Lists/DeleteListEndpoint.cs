using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Lists;

/// <summary><c>POST /api/v1/lists/delete</c> (protocol §8).</summary>
internal sealed class DeleteListEndpoint(IStore store, TimeProvider time) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Close;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "name" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var name = OwnList.Name(parameters);
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        // What a first attempt removed a second one does not find.
        if (await OwnList.FindAsync(store, key.Tenant.Name, name, attempts) is null)
        {
            return OwnList.None;
        }

        await attempts.RunAsync(token => store.DeleteListAsync(key.Tenant.Name, name, time.GetUtcNow(), token));
        return Outcome.Success;
    }
}
