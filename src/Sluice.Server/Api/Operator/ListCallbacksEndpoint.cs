using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Operator;

/// <summary><c>POST /api/v1/callbacks/list</c> (protocol §8).</summary>
internal sealed class ListCallbacksEndpoint(IStore store) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Query;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "requestId", "state", "limit", "after" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var streamId = parameters.Optional("requestId", 32);
        var state = parameters.OneOf("state", WireNames.CallbackStates);
        var page = Page.Read(parameters);
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var tenant = key.Tenant.Name;
        if (streamId is not null && await OwnStream.FindAsync(store, streamId, tenant, attempts) is { Stream: null, Refusal: var refusal })
        {
            return refusal;
        }

        var filter = new CallbackFilter(
            tenant,
            streamId,
            state is null ? null : (CallbackState)Array.IndexOf(WireNames.CallbackStates, state),
            page.Before,
            page.Rows);
        var (rows, next) = page.Cut(
            await attempts.RunAsync(token => store.ListCallbacksAsync(filter, token).AsTask()), callback => callback.Ordinal);
        return Outcome.Answered((id, message) => new ListCallbacksAnswer
        {
            RequestId = id,
            Code = ResponseCode.Success,
            Message = message,
            Callbacks = [.. rows.Select(CallbackView.Of)],
            Next = next,
        });
    }
}
