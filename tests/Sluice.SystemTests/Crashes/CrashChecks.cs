using System.Text;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.Crashes;

/// <summary>What must hold however often the server died.</summary>
internal static class CrashChecks
{
    /// <summary>One end for each content type, the same however often it came, and nothing of that content type behind it.</summary>
    public static void EachStreamEndsOnce(IReadOnlyList<ReceivedCall> calls, IReadOnlyList<string> streams)
    {
        var byLane = calls.ToLookup(call => (call.Callback.StreamId, TypeOf(call.Callback)));
        Assert.All(
            streams.SelectMany(id => new[] { (id, ContentType.Frame), (id, ContentType.Audio) }),
            lane =>
            {
                var came = byLane[lane].ToList();
                Assert.True(
                    came.Where(call => call.Callback is EndCallback).Select(call => call.WebhookId).Distinct().Count() == 1,
                    $"{lane} has not one end: {Describe(came)}");
                Assert.True(
                    came.SkipWhile(call => call.Callback is not EndCallback).All(call => call.Callback is EndCallback),
                    $"{lane} has something behind its end: {Describe(came)}");
            });

        // At least once, but never two results under one id.
        Assert.All(
            calls.GroupBy(call => call.WebhookId),
            same => Assert.Single(same.Select(call => Encoding.UTF8.GetString(call.Body.Span)).Distinct()));
    }

    /// <summary>A source was not contacted once the server that had acknowledged the close of its stream was dead.</summary>
    public static void ClosedStaysClosed(IReadOnlyList<TrackedStream> streams, LoopSource source) => Assert.All(
        streams.Where(stream => stream.DeadAfterClose is not null),
        stream => Assert.DoesNotContain(source.VisitsOf(stream.Name), visit => visit.CameAt > stream.DeadAfterClose));

    private static ContentType TypeOf(Callback callback) => callback switch
    {
        FrameCallback frame => frame.ContentType,
        AudioCallback audio => audio.ContentType,
        EndCallback end => end.ContentType,
        _ => throw new InvalidOperationException($"{callback} was not asked for"),
    };

    private static string Describe(IEnumerable<ReceivedCall> calls) => string.Join(", ", calls.Select(call => call.WebhookId));
}
