using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;

namespace Sluice.SystemTests.WholeWay;

/// <summary>What holds for every callback of a stream, and for its end.</summary>
internal static class StreamChecks
{
    public static IReadOnlyList<FrameCallback> Frames(string streamId, IEnumerable<ReceivedCall> calls)
    {
        var received = calls.Where(call => call.Callback is FrameCallback).ToList();
        Assert.All(received, call =>
        {
            var frame = (FrameCallback)call.Callback;
            Assert.Matches($"^{streamId}_n1e[0-9]+_[0-9]{{7}}$", frame.RequestId);
            IsSegment(frame, ContentType.Frame, frame.ContentType, frame.AuxInfo);
            Assert.Equal("r42", frame.FrameDetail.AuxInfo.Room);
            Assert.Null(frame.FrameDetail.AuxInfo.DetectType);

            // Captured, judged from then to then, called back.
            var (began, finished) = (frame.FrameDetail.AuxInfo.BeginProcessTime, frame.FrameDetail.AuxInfo.FinishProcessTime);
            Assert.InRange(began, CaptureTime.Parse(frame.FrameDetail.AuxInfo.ImgTime).ToUnixTimeMilliseconds(), finished);
            Assert.InRange(finished, began, call.At.ToUnixTimeMilliseconds());
        });
        var frames = received.Select(call => (FrameCallback)call.Callback).ToList();
        Ascending([.. frames.Select(frame => frame.RequestId)]);
        return frames;
    }

    public static IReadOnlyList<AudioCallback> Segments(string streamId, IEnumerable<ReceivedCall> calls)
    {
        var segments = calls.Select(call => call.Callback).OfType<AudioCallback>().ToList();
        Assert.All(segments, (segment, index) =>
        {
            Assert.Equal($"{streamId}_{index}", segment.RequestId);
            IsSegment(segment, ContentType.Audio, segment.ContentType, segment.AuxInfo);
            Assert.Equal("r42", segment.AudioDetail.AuxInfo.Room);
            IsPassThrough(segment.AudioDetail.AuxInfo.PassThrough);
        });
        return segments;
    }

    public static void EndIsRight(
        string streamId, IReadOnlyList<ReceivedCall> calls, JsonObject data,
        IReadOnlyList<FrameCallback> frames, IReadOnlyList<AudioCallback> segments)
    {
        foreach (var (path, contentType) in ((string, ContentType)[])[("/img", ContentType.Frame), ("/audio", ContentType.Audio)])
        {
            // Everything of one content type goes to one address, and the end is the last of it.
            var own = calls.Where(call => call.Path == path).Select(call => call.Callback).ToList();
            var end = Assert.IsType<EndCallback>(own[^1]);
            Assert.Single(own.OfType<EndCallback>());
            Assert.Equal(contentType, end.ContentType);
            Assert.Equal(streamId, end.RequestId);
            Assert.Equal((ResponseCode.Success, "Success", 1), (end.Code, end.Message, end.StatCode));
            Assert.Equal(RiskLevel.Review, end.RiskLevel);
            Assert.True(end.PullStreamSuccess);
            Assert.Null(end.AuxInfo.ErrorCode);
            StreamTimeIsRight(end, frames, segments);
            IsPassThrough(end.AuxInfo.PassThrough);
            var parameters = contentType == ContentType.Frame ? end.Detail?.RequestParams : end.RequestParams;
            Assert.True(
                JsonNode.DeepEquals(data, JsonNode.Parse(parameters?.GetRawText() ?? "null")),
                $"requestParams is {parameters?.GetRawText()}");
        }
    }

    /// <summary>The stream's length is that of what was captured.</summary>
    public static void StreamTimeIsRight(EndCallback end, IReadOnlyList<FrameCallback> frames, IReadOnlyList<AudioCallback> segments)
    {
        var length = (CaptureTime.Parse(segments[^1].AudioDetail.AuxInfo.EndTime)
            - CaptureTime.Parse(frames[0].FrameDetail.AuxInfo.ImgTime)).TotalSeconds;
        Assert.InRange(end.AuxInfo.StreamTime, length - 2.5, length + 1.5);
    }

    private static void IsSegment(Callback callback, ContentType expected, ContentType contentType, PassThroughInfo? auxInfo)
    {
        Assert.Equal((ResponseCode.Success, "Success", 0), (callback.Code, callback.Message, callback.StatCode));
        Assert.Equal(expected, contentType);
        IsPassThrough(auxInfo?.PassThrough);
    }

    private static void IsPassThrough(JsonElement? passThrough) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(Submission.PassThrough), JsonNode.Parse(passThrough?.GetRawText() ?? "null")),
        $"passThrough is {passThrough?.GetRawText()}");

    private static void Ascending(IReadOnlyList<string> values) =>
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.True(
            string.CompareOrdinal(pair.First, pair.Second) < 0, $"{pair.Second} came after {pair.First}"));
}
