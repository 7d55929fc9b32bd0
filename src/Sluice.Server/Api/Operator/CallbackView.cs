using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Operator;

/// <summary>A callback as protocol §8 shows it.</summary>
internal static class CallbackView
{
    public static CallbackInfo Of(CallbackSummary callback) => new()
    {
        Id = callback.Id,
        RequestId = callback.StreamId,
        Kind = WireNames.Of(callback.Kind),
        ContentType = (ContentType)callback.ContentType,
        Sequence = callback.Kind == CallbackKind.Segment ? callback.Sequence : null,
        State = WireNames.Of(callback.State),
        Attempts = callback.Attempts,
        LastError = callback.LastError,
        Policy = callback.PolicyVersion,
        Url = AddressView.Of(callback.Url),
        CreatedAt = callback.CreatedAt,
        ReplayedAt = callback.ReplayedAt,
        DueAt = callback.State == CallbackState.Pending ? callback.DueAt : null,
    };
}
