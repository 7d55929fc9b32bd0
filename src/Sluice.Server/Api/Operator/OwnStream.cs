using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Operator;

/// <summary>A stream that a call names, seen by its tenant only.</summary>
internal static class OwnStream
{
    /// <summary>The stream, or why the call is refused: as a close of it would be (protocol §2).</summary>
    public static async Task<(StreamSummary? Stream, Outcome Refusal)> FindAsync(
        IStore store, string streamId, string tenant, Attempts attempts)
    {
        var stream = await attempts.RunAsync(token => store.FindSummaryAsync(streamId, token).AsTask());
        return stream switch
        {
            null => (null, Outcome.Invalid("requestId: no such stream")),
            _ when stream.Tenant != tenant =>
                (null, Outcome.Refused(ResponseCode.UnauthorizedOperation, "requestId: a stream of another tenant")),
            _ => (stream, default),
        };
    }
}
