using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Operator;

/// <summary><c>POST /api/v1/callbacks/replay</c> (protocol §8).</summary>
internal sealed class ReplayCallbacksEndpoint(IStore store, CallbackSignal signal, TimeProvider time) : IApiOperation
{
    private const int MostIds = 500;
    private const int IdLength = 128;

    public KeyPermissions Permission => KeyPermissions.Close;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "requestId", "ids" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var streamId = parameters.Optional("requestId", 32);
        var ids = parameters.Strings("ids", MostIds, IdLength);
        if (streamId is null == ids is null)
        {
            parameters.Fail("requestId", "exactly one of requestId and ids is needed");
        }

        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var tenant = key.Tenant.Name;
        if (streamId is not null && await OwnStream.FindAsync(store, streamId, tenant, attempts) is { Stream: null, Refusal: var refusal })
        {
            return refusal;
        }

        var at = time.GetUtcNow();
        var replayed = await attempts.RunAsync(token => streamId is null
            ? store.ReplayAsync(tenant, ids!, at, token)
            : store.ReplayStreamAsync(streamId, at, token));
        signal.Wake();
        return Outcome.Answered((id, message) => new ReplayCallbacksAnswer
        {
            RequestId = id,
            Code = ResponseCode.Success,
            Message = message,
            Replayed = replayed,
        });
    }
}
