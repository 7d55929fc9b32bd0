using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>One stream, the whole way: a key made, the stream submitted, called back, closed while it runs, its end called back.</summary>
internal static class StreamRun
{
    /// <summary>Long enough for one whole audio segment and a part of the next.</summary>
    private static readonly TimeSpan CloseAfter = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan FirstFrameWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PlaysWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DisconnectsWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    /// <param name="startSource">Called when everything else is up: the seconds of a source pass in real time.</param>
    public static async Task RunAsync(Func<Task<IPulledSource>> startSource)
    {
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path);

        // 1. A key that is made while the server runs works at once.
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;

        await using var source = await startSource();

        // 2. Submit. Nothing installed hears what DIRTY asks for, and the answer says so.
        var submission = Submission.Of(accessKey, source.Url, receiver);
        var submitted = await server.SubmitAsync(submission);
        Assert.Equal(ResponseCode.Success, submitted.Code);
        Assert.Equal(["DIRTY"], submitted.Detail?.NoDetectorFor);
        Assert.Matches("^[0-9a-f]{32}$", submitted.RequestId);

        // 3. It plays, until a whole audio segment is there and the last code has passed.
        var first = (await receiver.WaitAsync(calls => calls.Any(IsFrame), FirstFrameWithin, "a frame")).First(IsFrame);
        var closeAt = CaptureTimeOf(first) + CloseAfter;
        await receiver.WaitAsync(
            calls => calls.Any(IsAudio) && calls.Any(call => IsFrame(call) && CaptureTimeOf(call) >= closeAt) && CodesHavePassed(calls),
            PlaysWithin,
            "12 s of frames, an audio segment, and a frame after the last code");
        Assert.Single(server.Children);

        // 4. Close while the source still runs.
        var asked = TimeProvider.System.GetTimestamp();
        var closed = await server.CloseAsync(accessKey, submitted.RequestId);
        var answered = TimeProvider.System.GetTimestamp();
        Assert.Equal(ResponseCode.Success, closed.Code);
        Assert.NotEqual(submitted.RequestId, closed.RequestId);
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked, answered), TimeSpan.Zero, AnswersWithin);
        var left = await source.PlayerLeftAsync(EndsWithin);
        var took = TimeProvider.System.GetElapsedTime(answered, left);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"close answered in {TimeProvider.System.GetElapsedTime(asked, answered).TotalMilliseconds:0} ms, source saw it {took.TotalMilliseconds:0} ms later");
        Assert.True(took < DisconnectsWithin, $"the source saw the player go {took.TotalMilliseconds:0} ms after the close");
        Assert.True(source.IsRunning);

        // 5. The end comes, once for each content type.
        await receiver.WaitAsync(calls => calls.Count(IsEnd) == 2, EndsWithin, "two end callbacks");
        await Eventually.BeTrueAsync(() => server.Children.Count == 0, EndsWithin, "the server has no child left");
        var connections = source.Connections;

        // 6. A close is idempotent, and nothing comes after the end.
        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, submitted.RequestId)).Code);
        await receiver.StayQuietAsync(Quiet);
        Assert.Equal(connections, source.Connections);
        Assert.True(source.IsRunning);
        Assert.Empty(server.Children);

        // 7. What was called back is right.
        var sent = submission["data"]!.AsObject();
        var frames = StreamChecks.Frames(submitted.RequestId, receiver.Calls);
        var segments = StreamChecks.Segments(submitted.RequestId, receiver.Calls);
        FrameChecks.AreOnTheGrid(frames);
        FrameChecks.ShowTheCodesAtTheirSeconds(frames, source.Codes);
        SegmentChecks.FollowEachOther(segments, await EvidenceChecks.SecondsOfAsync(server.Client, segments, data), frames);
        StreamChecks.EndIsRight(submitted.RequestId, receiver.Calls, sent, frames, segments);
        await EvidenceChecks.FramesShowTheirCodesAsync(server.Client, frames);

        bool CodesHavePassed(IReadOnlyList<ReceivedCall> calls) =>
            calls.LastOrDefault(call => IsFrame(call) && FrameChecks.CodeOf((FrameCallback)call.Callback) is not null) is { } last
            && FrameChecks.CodeOf((FrameCallback)last.Callback) is { } code
            && CodeWindow.SecondOf(code) == source.Codes.Last
            && calls.Count(call => IsFrame(call) && CaptureTimeOf(call) > CaptureTimeOf(last)) >= 2;
    }

    private static bool IsFrame(ReceivedCall call) => call.Callback is FrameCallback;

    private static bool IsAudio(ReceivedCall call) => call.Callback is AudioCallback;

    private static bool IsEnd(ReceivedCall call) => call.Callback is EndCallback;

    private static DateTimeOffset CaptureTimeOf(ReceivedCall call) =>
        CaptureTime.Parse(((FrameCallback)call.Callback).FrameDetail.AuxInfo.ImgTime);
}
