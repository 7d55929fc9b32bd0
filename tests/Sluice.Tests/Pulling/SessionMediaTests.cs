using Sluice.Protocol;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

/// <summary>Protocol §3 and §4: which of a stream's frames and sounds are judged, called back and counted.</summary>
public sealed class SessionMediaTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Only_risky_frames_are_called_back_by_default()
    {
        await using var rig = new SessionRig();
        var frames = 0;
        rig.Judge = _ => ValueTask.FromResult<IReadOnlyList<Server.Detection.Finding>>(++frames == 2 ? [SessionRig.Code] : []);
        var (row, session) = await rig.SubmitAsync();
        rig.Source = (sink, _) => PlayAsync(sink, 3);
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var callbacks = await rig.DeliverAsync();
        var frame = Assert.Single(callbacks.OfType<FrameCallback>());
        Assert.Equal($"{row.Id}_{row.Owner}e1_0000001", frame.RequestId);
        Assert.Equal((RiskLevel.Review, "qrcode", "QR code:QR code:QR code"), (frame.FrameDetail.RiskLevel, frame.FrameDetail.RiskLabel1, frame.FrameDetail.RiskDescription));
        var code = Assert.Single(frame.FrameDetail.RiskDetail.Objects!);
        Assert.Equal(("0", "qrcode", "https://t.example/join", 1.0), (code.Id, code.Name, code.QrContent, code.Probability));
        Assert.Equal([40, 40, 205, 205], code.Location);
        Assert.Equal(RiskSource.Image, frame.FrameDetail.RiskDetail.RiskSource);
        Assert.Equal("1970-01-01 00:00:01.000", frame.FrameDetail.AuxInfo.ImgTime);
        Assert.Equal("r42", frame.FrameDetail.AuxInfo.Room);
        Assert.StartsWith("http://sluice.example/evidence/", frame.FrameDetail.ImgUrl);
        Assert.Equal("7", frame.AuxInfo!.PassThrough!.Value.GetProperty("shard").GetString());
        Assert.All(callbacks.OfType<EndCallback>(), end =>
        {
            Assert.Equal((RiskLevel.Review, 2L), (end.RiskLevel, end.AuxInfo.StreamTime));
            Assert.True(end.PullStreamSuccess);
        });
        Assert.Equal(3, (await rig.RowAsync(row)).Progress.FramesModerated);
    }

    [Fact]
    public async Task A_tenants_flood_limit_holds_risky_frames_back_and_counts_them_and_their_level()
    {
        await using var rig = new SessionRig { Judge = _ => ValueTask.FromResult<IReadOnlyList<Server.Detection.Finding>>([SessionRig.Code]) };
        var (row, session) = await rig.SubmitAsync(settings => settings with { FloodLimit = 2, ReturnAllImages = true });
        rig.Source = (sink, _) => PlayAsync(sink, 5);
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var callbacks = await rig.DeliverAsync();
        Assert.Equal(2, callbacks.OfType<FrameCallback>().Count());
        Assert.All(callbacks.OfType<EndCallback>(), end => Assert.Equal(RiskLevel.Review, end.RiskLevel));
        var progress = (await rig.RowAsync(row)).Progress;
        Assert.Equal((5, 3), (progress.FramesRisky, progress.FramesSuppressed));
    }

    [Fact]
    public async Task A_tenants_similarity_dedup_leaves_out_frames_that_look_the_same()
    {
        await using var rig = new SessionRig { PictureHash = 1 };
        var frames = 0;
        rig.Judge = _ =>
        {
            rig.PictureHash = ++frames < 4 ? 1UL : ulong.MaxValue;
            return ValueTask.FromResult<IReadOnlyList<Server.Detection.Finding>>([SessionRig.Code]);
        };
        var (row, session) = await rig.SubmitAsync(settings => settings with { SimilarityDedup = true });
        rig.Source = (sink, _) => PlayAsync(sink, 4);
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var called = (await rig.DeliverAsync()).OfType<FrameCallback>().ToArray();
        Assert.Equal(["0000000", "0000003"], called.Select(frame => frame.RequestId[^7..]));
        Assert.All(called, frame => Assert.Null(frame.FrameDetail.AuxInfo.SimilarityDedup));
        Assert.Equal(2, (await rig.RowAsync(row)).Progress.FramesSuppressed);
    }

    [Fact]
    public async Task With_returnAllImg_every_frame_is_called_back_in_capture_order_and_a_passed_one_is_normal()
    {
        await using var rig = new SessionRig();
        var (_, session) = await rig.SubmitAsync(settings => settings with { ReturnAllImages = true, MessageLanguage = MessageLanguage.Chinese });
        rig.Source = (sink, _) => PlayAsync(sink, 4);
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var frames = (await rig.DeliverAsync()).OfType<FrameCallback>().ToArray();
        Assert.Equal(["0000000", "0000001", "0000002", "0000003"], frames.Select(frame => frame.RequestId.Split('_')[^1]));
        Assert.All(frames, frame =>
        {
            Assert.Equal(("成功", RiskLevel.Pass), (frame.Message, frame.FrameDetail.RiskLevel));
            Assert.Equal(("normal", "", "", "正常"), (frame.FrameDetail.RiskLabel1, frame.FrameDetail.RiskLabel2, frame.FrameDetail.RiskLabel3, frame.FrameDetail.RiskDescription));
            Assert.Null(frame.FrameDetail.AuxInfo.DetectType);
        });
    }

    [Fact]
    public async Task With_detectStep_every_nth_frame_is_moderated_and_callbacks_say_which()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnAllImages = true, DetectStep = 3 });
        rig.Source = (sink, _) => PlayAsync(sink, 4);
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 2, 1], (await rig.DeliverAsync()).OfType<FrameCallback>().Select(frame => frame.FrameDetail.AuxInfo.DetectType!.Value));
        Assert.Equal(2, (await rig.RowAsync(row)).Progress.FramesModerated);
    }

    [Fact]
    public async Task Audio_comes_in_segments_of_10_seconds_and_the_unfinished_one_counts_from_1_second()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnAllText = true });
        rig.Source = (sink, _) =>
        {
            Sound(sink, 0, 11.5);
            return Ended();
        };
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var segments = (await rig.DeliverAsync()).OfType<AudioCallback>().ToArray();
        Assert.Equal([$"{row.Id}_0", $"{row.Id}_1"], segments.Select(segment => segment.RequestId));
        Assert.Equal(["1970-01-01 00:00:10.000", "1970-01-01 00:00:11.500"], segments.Select(segment => segment.AudioDetail.AuxInfo.EndTime));
        Assert.All(segments, segment =>
        {
            var times = segment.AudioDetail.AuxInfo;
            Assert.Equal((times.StartTime, times.EndTime), (times.AudioStartTime, times.AudioEndTime));
            Assert.Equal((0, "normal"), (segment.AudioDetail.VadCode, segment.AudioDetail.RiskLabel1));
        });
    }

    [Theory]
    [InlineData(0, new[] { 0, 1, 2, 3 })]
    [InlineData(1, new[] { 0, 2 })]
    [InlineData(2, new[] { 0, 3 })]
    public async Task AudioDetectStep_moderates_one_segment_and_skips_n(int step, int[] called)
    {
        await using var rig = new SessionRig();
        var (_, session) = await rig.SubmitAsync(settings => settings with { ReturnAllText = true, AudioDetectStep = step });
        rig.Source = async (sink, _) =>
        {
            for (var segment = 0; segment < 4; segment++)
            {
                // One at a time, so that the short queue never has to drop one.
                Sound(sink, segment * 10, 10);
                await rig.SettledAsync(segment / (step + 1) + 1);
            }

            return await Ended();
        };
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(called, (await rig.DeliverAsync()).OfType<AudioCallback>().Select(segment => int.Parse(segment.RequestId.Split('_')[1])));
    }

    [Fact]
    public async Task What_was_captured_before_the_close_is_delivered_and_nothing_that_arrives_later()
    {
        await using var rig = new SessionRig();
        var judging = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        rig.Judge = async _ =>
        {
            judging.TrySetResult();
            await release.Task;
            return [];
        };
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnAllImages = true });
        IMediaSink? late = null;
        rig.Source = async (sink, stop) =>
        {
            late = sink;
            sink.OnFrame(SessionRig.Frame(0));
            sink.OnFrame(SessionRig.Frame(1));
            return await SessionRig.UntilStopped(stop);
        };
        var running = session.RunAsync();
        await judging.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await rig.CloseAsync(row, session);
        release.SetResult();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        late!.OnFrame(SessionRig.Frame(2));

        var callbacks = await rig.DeliverAsync();
        Assert.Equal(2, callbacks.OfType<FrameCallback>().Count());
        Assert.IsType<EndCallback>(callbacks[^1]);
    }

    [Fact]
    public async Task What_does_not_fit_into_the_drain_is_counted_and_the_end_comes_all_the_same()
    {
        await using var rig = new SessionRig(drainFor: TimeSpan.FromMilliseconds(200));
        var judging = new TaskCompletionSource();
        rig.Judge = async token =>
        {
            judging.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return [];
        };
        var (row, session) = await rig.SubmitAsync();
        rig.Source = async (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame(0));
            sink.OnFrame(SessionRig.Frame(1));
            return await SessionRig.UntilStopped(stop);
        };
        var running = session.RunAsync();
        await judging.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var progress = (await rig.RowAsync(row)).Progress;
        Assert.Equal((2L, 0L, 2L), (progress.FramesCaptured, progress.FramesModerated, progress.FramesDropped));
        Assert.Equal(2, (await rig.DeliverAsync()).OfType<EndCallback>().Count());
    }

    [Fact]
    public async Task When_judging_is_slower_than_the_source_the_newest_frames_win()
    {
        await using var rig = new SessionRig();
        var judging = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        rig.Judge = async _ =>
        {
            judging.TrySetResult();
            await release.Task;
            return [];
        };
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnAllImages = true });
        rig.Source = async (sink, _) =>
        {
            sink.OnFrame(SessionRig.Frame(0));
            await judging.Task;
            for (var second = 1; second < 50; second++)
            {
                sink.OnFrame(SessionRig.Frame(second));
            }

            release.SetResult();
            return await Ended();
        };
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        var frames = (await rig.DeliverAsync()).OfType<FrameCallback>().Select(frame => frame.RequestId.Split('_')[^1]);
        Assert.Equal([0, .. Enumerable.Range(38, 12)], frames.Select(int.Parse));
        Assert.Equal(37, (await rig.RowAsync(row)).Progress.FramesDropped);
    }

    [Fact]
    public async Task What_the_sources_sent_is_counted_over_all_attempts()
    {
        await using var rig = new SessionRig();
        rig.Source = (sink, _) =>
        {
            sink.OnBytes(1_000);
            sink.OnBytes(24);
            return Task.FromResult(new PullEnd(rig.Attempts < 2 ? PullCause.Broken : PullCause.SourceEnded, "x", HadFrames: true));
        };
        var (row, session) = await rig.SubmitAsync();
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal((2L, 2048L), ((await rig.RowAsync(row)).Progress.PullAttempts, (await rig.RowAsync(row)).Progress.Bytes));
    }

    private static async Task<PullEnd> PlayAsync(IMediaSink sink, int frames)
    {
        sink.OnOpened(hasVideo: true, hasAudio: true);
        for (var second = 0; second < frames; second++)
        {
            sink.OnFrame(SessionRig.Frame(second));
        }

        return await Ended();
    }

    private static void Sound(IMediaSink sink, double from, double seconds) =>
        sink.OnSound(new byte[(int)(seconds * SoundFormat.BytesPerSecond)], DateTimeOffset.UnixEpoch.AddSeconds(from));

    private static Task<PullEnd> Ended() => Task.FromResult(new PullEnd(PullCause.SourceEnded, "ended", HadFrames: true));
}
