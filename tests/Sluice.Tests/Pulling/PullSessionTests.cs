using Sluice.Protocol;
using Sluice.Server.Pulling;
using Sluice.Server.Streams;

namespace Sluice.Tests.Pulling;

/// <summary>Protocol §2 to §5: what becomes of a stream between its submission and its end.</summary>
public sealed class PullSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_close_stops_the_pull_and_the_end_callback_comes_once_per_content_type()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync();
        var running = session.RunAsync();
        await rig.CloseAsync(row, session);
        session.Stop();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var ended = await rig.RowAsync(row);
        Assert.Equal((StreamState.Ended, EndReason.ClosedByClient), (ended.State, ended.EndReason));
        var ends = (await rig.DeliverAsync()).Cast<EndCallback>().ToArray();
        Assert.Equal([ContentType.Frame, ContentType.Audio], ends.Select(end => end.ContentType).Order());
        Assert.All(ends, end =>
        {
            Assert.Equal((row.Id, 1, RiskLevel.Pass), (end.RequestId, end.StatCode, end.RiskLevel));
            Assert.False(end.PullStreamSuccess);
            Assert.Null(end.AuxInfo.ErrorCode);
            Assert.Equal("7", end.AuxInfo.PassThrough!.Value.GetProperty("shard").GetString());
        });
        Assert.Equal("u-42", ends.Single(end => end.Detail is not null).Detail!.RequestParams!.Value.GetProperty("tokenId").GetString());
        Assert.Equal("u-42", ends.Single(end => end.RequestParams is not null).RequestParams!.Value.GetProperty("tokenId").GetString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_wall_clock_that_jumps_an_hour_neither_shortens_nor_lengthens_the_retries(int hours)
    {
        var time = new JumpingTime();
        await using var rig = new SessionRig(
            new PullOptions { RetryEvery = TimeSpan.FromSeconds(5), AttemptFor = TimeSpan.FromMinutes(5), Pauses = [] }, TimeSpan.FromSeconds(7), clock: time);
        rig.Source = (_, _) => Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false));
        var (row, session) = await rig.SubmitAsync();
        var began = time.GetTimestamp();
        var running = session.RunAsync();
        while (await Task.WhenAny(running, time.TimerAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)) != running)
        {
            if (rig.Attempts == 10)
            {
                time.Jump(TimeSpan.FromHours(hours));
            }

            time.Advance(TimeSpan.FromSeconds(5));
        }

        await running;
        Assert.Equal(EndReason.PullFailed, (await rig.RowAsync(row)).EndReason);
        Assert.Equal((61, TimeSpan.FromMinutes(5)), (rig.Attempts, time.GetElapsedTime(began)));
    }

    [Fact]
    public async Task With_returnStateInfo_each_change_of_state_is_called_back_in_order_and_the_end_comes_last()
    {
        await using var rig = new SessionRig(new PullOptions { RetryEvery = TimeSpan.FromMilliseconds(20), AttemptFor = TimeSpan.FromMinutes(1), Pauses = [] });
        var opened = new TaskCompletionSource();
        rig.Source = (sink, stop) =>
        {
            if (rig.Attempts == 1)
            {
                return Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false));
            }

            sink.OnFrame(SessionRig.Frame());
            opened.TrySetResult();
            return SessionRig.UntilStopped(stop);
        };
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnStateInfo = true, ReturnAllImages = true });
        var running = session.RunAsync();
        await opened.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var callbacks = await rig.DeliverAsync();
        var states = callbacks.OfType<StateCallback>().ToArray();
        Assert.Equal(["connecting", "retrying", "connecting", "pulling", "closing", "ended"], states.Select(state => state.State));
        Assert.Equal([null, 3001, null, null, null, null], states.Select(state => state.ErrorCode));
        Assert.All(states, state => Assert.Equal((row.Id, 2, "Success"), (state.RequestId, state.StatCode, state.Message)));
        Assert.Single(callbacks.OfType<FrameCallback>());
        Assert.True(callbacks.ToList().FindLastIndex(callback => callback is StateCallback) < callbacks.ToList().FindIndex(callback => callback is EndCallback));
    }

    [Fact]
    public async Task A_pull_that_failed_ends_with_its_error_code_and_is_never_called_closing()
    {
        await using var rig = new SessionRig { Source = (_, _) => Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false)) };
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnStateInfo = true, ReturnFinishInfo = false });
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var states = (await rig.DeliverAsync()).Cast<StateCallback>().ToArray();
        Assert.Equal(StreamState.Ended, (await rig.RowAsync(row)).State);
        Assert.DoesNotContain(states, state => state.State == "closing");
        Assert.Equal(("ended", 3001), (states[^1].State, states[^1].ErrorCode));
    }

    [Fact]
    public async Task A_stream_that_was_closing_when_the_server_died_is_called_closing_and_ended_once()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnStateInfo = true });
        await rig.CloseAsync(row, session);
        await rig.Again(await rig.RowAsync(row)).RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        await rig.Again(await rig.RowAsync(row)).RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(["closing", "ended"], (await rig.DeliverAsync()).OfType<StateCallback>().Select(state => state.State));
    }

    [Fact]
    public async Task Without_returnFinishInfo_there_is_no_end_callback()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnFinishInfo = false });
        var running = session.RunAsync();
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(StreamState.Ended, (await rig.RowAsync(row)).State);
        Assert.Empty(await rig.DeliverAsync());
    }

    [Fact]
    public async Task Where_audio_is_not_wanted_there_is_one_end_callback()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { AudioTypes = [], AudioCallback = null });
        var running = session.RunAsync();
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(ContentType.Frame, Assert.IsType<EndCallback>(Assert.Single(await rig.DeliverAsync())).ContentType);
    }

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
    public async Task A_pull_whose_schedule_is_used_up_ends_as_failed_with_its_errorCode()
    {
        await using var rig = new SessionRig();
        rig.Source = (_, _) => Task.FromResult(new PullEnd(PullCause.NoSuchStream, "no such stream", HadFrames: false));
        var (row, session) = await rig.SubmitAsync();
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        var ended = await rig.RowAsync(row);
        Assert.Equal((EndReason.PullFailed, 3003), (ended.EndReason, ended.ErrorCode));
        Assert.True(rig.Attempts > 1);
        Assert.All((await rig.DeliverAsync()).Cast<EndCallback>(), end => Assert.Equal(3003, end.AuxInfo.ErrorCode));
    }

    [Fact]
    public async Task A_source_that_may_not_be_contacted_is_not_tried_again()
    {
        await using var rig = new SessionRig();
        rig.Source = (_, _) => Task.FromResult(new PullEnd(PullCause.CannotOpen, "not public", HadFrames: false) { IsFinal = true });
        var (row, session) = await rig.SubmitAsync();
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((EndReason.PullFailed, 3001), ((await rig.RowAsync(row)).EndReason, (await rig.RowAsync(row)).ErrorCode));
        Assert.Equal(1, rig.Attempts);
    }

    [Fact]
    public async Task A_break_is_pulled_again_and_only_a_certain_end_is_an_end()
    {
        await using var rig = new SessionRig();
        rig.Source = (_, _) => Task.FromResult(rig.Attempts < 3
            ? new PullEnd(PullCause.Broken, "connection reset", HadFrames: true)
            : new PullEnd(PullCause.SourceEnded, "ENDLIST", HadFrames: true));
        var (row, session) = await rig.SubmitAsync();
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((EndReason.SourceEnded, 3L), ((await rig.RowAsync(row)).EndReason, (await rig.RowAsync(row)).Progress.PullAttempts));
        Assert.All((await rig.DeliverAsync()).Cast<EndCallback>(), end => Assert.Null(end.AuxInfo.ErrorCode));
    }

    [Fact]
    public async Task A_close_works_during_a_retry_pause()
    {
        await using var rig = new SessionRig(new PullOptions { RetryEvery = TimeSpan.FromHours(1), AttemptFor = TimeSpan.FromHours(2) });
        var failed = new TaskCompletionSource();
        rig.Source = (_, _) =>
        {
            failed.TrySetResult();
            return Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false));
        };
        var (row, session) = await rig.SubmitAsync();
        var running = session.RunAsync();
        await failed.Task;
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(EndReason.ClosedByClient, (await rig.RowAsync(row)).EndReason);
        Assert.All((await rig.DeliverAsync()).Cast<EndCallback>(), end => Assert.Null(end.AuxInfo.ErrorCode));
    }

    [Fact]
    public async Task A_stream_that_was_closing_when_the_server_died_is_not_pulled_again_and_gets_its_end()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync();
        await rig.CloseAsync(row, session);
        var taken = Assert.Single(await rig.Store.TakeOverAsync("n2", null, TestContext.Current.CancellationToken));
        await rig.Again(taken).RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, rig.Attempts);
        Assert.Equal((StreamState.Ended, EndReason.ClosedByClient), ((await rig.RowAsync(row)).State, (await rig.RowAsync(row)).EndReason));
        Assert.Equal(2, (await rig.DeliverAsync()).Count);
    }

    [Fact]
    public async Task A_session_whose_stream_has_another_owner_writes_nothing_more()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnAllImages = true });
        var go = new TaskCompletionSource();
        rig.Source = async (sink, stop) =>
        {
            await go.Task;
            sink.OnFrame(SessionRig.Frame());
            return await SessionRig.UntilStopped(stop);
        };
        var running = session.RunAsync();
        await rig.Store.TakeOverAsync("n2", null, TestContext.Current.CancellationToken);
        go.SetResult();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True((await rig.RowAsync(row)).IsRunning);
        Assert.Empty(await rig.DeliverAsync());
    }

    [Fact]
    public async Task A_node_that_leaves_lets_the_stream_be_and_keeps_its_progress()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync();
        var played = new TaskCompletionSource();
        rig.Source = async (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame());
            played.SetResult();
            return await SessionRig.UntilStopped(stop);
        };
        var running = session.RunAsync();
        await played.Task;
        session.Leave();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var left = await rig.RowAsync(row);
        Assert.Equal((true, 1L, 1L), (left.IsRunning, left.Progress.FramesCaptured, left.Progress.NextFrame));
        Assert.Empty(await rig.DeliverAsync());
    }

    [Fact]
    public async Task A_fault_in_judging_ends_the_pull_at_once()
    {
        await using var rig = new SessionRig();
        rig.Judge = _ => throw new InvalidTimeZoneException("a fault");
        var (row, session) = await rig.SubmitAsync();
        rig.Source = async (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame());
            return await SessionRig.UntilStopped(stop);
        };
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.True((await rig.RowAsync(row)).IsRunning);
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
