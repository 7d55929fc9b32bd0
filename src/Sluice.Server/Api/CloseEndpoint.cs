using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Server.Api;

/// <summary><c>POST /finish_videostream/v4</c> (protocol §2).</summary>
internal sealed class CloseEndpoint(IStore store, INodeMessenger nodes, TimeProvider time) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Close;

    public IReadOnlySet<string> Parameters { get; } = new[] { "accessKey", "requestId" }.ToFrozenSet();

    // A close has no acceptLang.
    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var streamId = parameters.Required("requestId", 32);
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        // Durable before the answer.
        var tenant = key.Tenant.Name;
        var result = await attempts.RunAsync(
            token => store.CloseAsync(streamId, tenant, EndReason.ClosedByClient, time.GetUtcNow(), token));
        if (result.Decision == CloseDecision.Accepted)
        {
            nodes.TellClosing(result.Owner!, streamId);
        }

        return CloseCodes.Of(result.Decision) switch
        {
            ResponseCode.Success => Outcome.Success,
            ResponseCode.UnauthorizedOperation =>
                Outcome.Refused(ResponseCode.UnauthorizedOperation, "requestId: a stream of another tenant"),
            _ => Outcome.Invalid("requestId: no such stream"),
        };
    }
}
