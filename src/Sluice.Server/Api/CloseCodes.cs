using Sluice.Protocol;
using Sluice.Server.Streams;

namespace Sluice.Server.Api;

/// <summary>What a close is answered (protocol §2).</summary>
internal static class CloseCodes
{
    public static ResponseCode Of(CloseDecision decision) => decision switch
    {
        CloseDecision.NoSuchStream => ResponseCode.InvalidParameters,
        CloseDecision.NotYours => ResponseCode.UnauthorizedOperation,
        _ => ResponseCode.Success,
    };
}
