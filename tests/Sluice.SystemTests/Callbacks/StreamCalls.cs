using Sluice.Protocol;

namespace Sluice.SystemTests.Callbacks;

/// <summary>The callbacks of one stream among all that a receiver got.</summary>
internal static class StreamCalls
{
    public static IReadOnlyList<Callback> Of(this IEnumerable<ReceivedCall> calls, string streamId) =>
        [.. calls.Select(call => call.Callback).Where(callback => callback.StreamId == streamId)];

    public static IReadOnlyList<EndCallback> Ends(this IEnumerable<ReceivedCall> calls, string streamId) =>
        [.. calls.Of(streamId).OfType<EndCallback>()];

    public static IReadOnlyList<FrameCallback> Frames(this IEnumerable<ReceivedCall> calls, string streamId) =>
        [.. calls.Of(streamId).OfType<FrameCallback>()];

    public static IReadOnlyList<AudioCallback> Segments(this IEnumerable<ReceivedCall> calls, string streamId) =>
        [.. calls.Of(streamId).OfType<AudioCallback>()];
}
