using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Lists;

/// <summary><c>POST /api/v1/lists/list</c> (protocol §8).</summary>
internal sealed class ListListsEndpoint(IStore store) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Query;

    public IReadOnlySet<string> Parameters { get; } = FrozenSet.Create("accessKey");

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var lists = await attempts.RunAsync(token => store.ListListsAsync(key.Tenant.Name, token).AsTask());
        return Outcome.Answered((id, message) => new ListListsAnswer
        {
            RequestId = id,
            Code = ResponseCode.Success,
            Message = message,
            Lists = [.. lists.Select(ListView.Of)],
        });
    }
}
