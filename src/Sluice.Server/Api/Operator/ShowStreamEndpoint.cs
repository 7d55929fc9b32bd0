using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Server.Api.Operator;

/// <summary><c>POST /api/v1/streams/show</c> (protocol §8).</summary>
internal sealed class ShowStreamEndpoint(IStore store, CurrentPolicy policies) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Query;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "requestId" }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var streamId = parameters.Required("requestId", 32);
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var (stream, refusal) = await OwnStream.FindAsync(store, streamId, key.Tenant.Name, attempts);
        return stream is null
            ? refusal
            : Outcome.Answered((id, message) => new ShowStreamAnswer
            {
                RequestId = id,
                Code = ResponseCode.Success,
                Message = message,
                Stream = StreamView.Of(stream) with { Policy = stream.State == StreamState.Ended ? null : policies.Set.Version },
            });
    }
}
