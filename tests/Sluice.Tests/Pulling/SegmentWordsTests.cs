using Microsoft.Extensions.Time.Testing;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Own;
using Sluice.Server.Pulling;
using Sluice.Server.Speech;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Pulling;

/// <summary>Protocol §3 and §4: what becomes of a stream's sound by what is said in it, and heard.</summary>
public sealed class SegmentWordsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_is_judged_and_only_risky_segments_are_called_back_by_default()
    {
        var transcriber = StubTranscriber.Saying("good evening", "you scoundrel", "what a rascal");
        await using var rig = Rig(transcriber);
        var (row, called, ends) = await PlayAsync(rig, Said(1), Said(2), Said(3));

        Assert.Equal([$"{row.Id}_1", $"{row.Id}_2"], called.Select(segment => segment.RequestId));
        var detail = called[0].AudioDetail;
        Assert.Equal((RiskLevel.Reject, "abuse", "abuse", "abuse", "Abuse:Abuse:Abuse"), (detail.RiskLevel, detail.RiskLabel1, detail.RiskLabel2, detail.RiskLabel3, detail.RiskDescription));
        Assert.Equal((1, "you scoundrel", "you scoundrel"), (detail.VadCode, detail.Content, detail.AudioText));
        Assert.Equal((RiskSource.Text, "you scoundrel"), (detail.RiskDetail.RiskSource, detail.RiskDetail.AudioText));
        var segment = Assert.Single(detail.RiskDetail.RiskSegments!);
        Assert.Equal("scoundrel", segment.Segment);
        Assert.Equal([4, 13], segment.Position!);
        Assert.Null(detail.PreAudioUrl);
        Assert.StartsWith("http://sluice.example/evidence/", detail.AudioUrl);
        Assert.Equal(RiskLevel.Review, called[1].AudioDetail.RiskLevel);
        Assert.All(ends, end => Assert.Equal(RiskLevel.Reject, end.RiskLevel));
        var progress = (await rig.RowAsync(row)).Progress;
        Assert.Equal((3L, 3L, 2L, 0L), (progress.SegmentsCaptured, progress.SegmentsModerated, progress.SegmentsRisky, progress.SegmentsDropped));
        Assert.Equal([1, 2, 3], transcriber.Heard.Select(first => (int)first));
    }

    [Fact]
    public async Task A_silent_segment_is_not_transcribed_and_called_back_only_with_returnAllText()
    {
        var transcriber = StubTranscriber.Saying("good evening");
        await using var rig = Rig(transcriber);
        var (_, called, _) = await PlayAsync(rig, settings => settings with { ReturnAllText = true }, Silence, Said(7));

        Assert.Equal([(0, ""), (1, "good evening")], called.Select(segment => (segment.AudioDetail.VadCode!.Value, segment.AudioDetail.Content)));
        Assert.All(called, segment => Assert.Equal((RiskLevel.Pass, "normal", RiskSource.None), (segment.AudioDetail.RiskLevel, segment.AudioDetail.RiskLabel1, segment.AudioDetail.RiskDetail.RiskSource)));
        Assert.Equal(7, Assert.Single(transcriber.Heard));

        await using var other = Rig(StubTranscriber.Saying());
        Assert.Empty((await PlayAsync(other, Silence, Silence)).Called);
    }

    [Fact]
    public async Task Returned_with_the_text_before_are_only_rejected_segments_and_its_places_are_those_of_their_own_text()
    {
        await using var rig = Rig(StubTranscriber.Saying("good evening", "what a rascal", "you scoundrel"));
        var (_, called, _) = await PlayAsync(rig, settings => settings with { ReturnPreText = true }, Said(1), Said(2), Said(3));

        Assert.Equal(["what a rascal", "what a rascal\nyou scoundrel"], called.Select(segment => segment.AudioDetail.Content));
        var detail = called[1].AudioDetail;
        Assert.Equal((detail.Content, "you scoundrel"), (detail.AudioText, detail.RiskDetail.AudioText));
        Assert.Equal([4, 13], Assert.Single(detail.RiskDetail.RiskSegments!).Position!);
    }

    [Fact]
    public async Task Returned_with_the_sound_before_are_rejected_segments_as_one_file()
    {
        await using var rig = Rig(StubTranscriber.Saying("you scoundrel", "good evening", "you scoundrel"));
        var (_, called, _) = await PlayAsync(rig, settings => settings with { ReturnPreAudio = true }, Said(1), Said(2), Said(3));

        Assert.Equal(called[0].AudioDetail.AudioUrl, called[0].AudioDetail.PreAudioUrl);
        Assert.NotEqual(called[1].AudioDetail.AudioUrl, called[1].AudioDetail.PreAudioUrl);
        var (alone, both) = (rig.Evidence(called[1].AudioDetail.AudioUrl!).Length, rig.Evidence(called[1].AudioDetail.PreAudioUrl!).Length);
        Assert.InRange(both / (double)alone, 1.9, 2.1);
    }

    [Fact]
    public async Task The_sound_before_is_there_too_where_audioDetectStep_left_it_out_but_its_text_is_not()
    {
        await using var rig = Rig(StubTranscriber.Saying("good evening", "you scoundrel"));
        var (row, called, _) = await PlayAsync(
            rig, settings => settings with { ReturnPreAudio = true, ReturnPreText = true, AudioDetectStep = 1 }, Said(1), Said(2), Said(3));

        var detail = Assert.Single(called).AudioDetail;
        Assert.Equal("you scoundrel", detail.Content);
        Assert.InRange(rig.Evidence(detail.PreAudioUrl!).Length / (double)rig.Evidence(detail.AudioUrl!).Length, 1.9, 2.1);
        Assert.Equal(2, (await rig.RowAsync(row)).Progress.SegmentsModerated);
    }

    [Fact]
    public async Task A_tenants_flood_limit_holds_risky_segments_back_and_counts_them()
    {
        await using var rig = Rig(StubTranscriber.Saying("rascal", "rascal", "rascal", "scoundrel"));
        var (row, called, _) = await PlayAsync(rig, settings => settings with { FloodLimit = 1 }, Said(1), Said(2), Said(3), Said(4));

        Assert.Equal([RiskLevel.Review, RiskLevel.Reject], called.Select(segment => segment.AudioDetail.RiskLevel));
        var progress = (await rig.RowAsync(row)).Progress;
        Assert.Equal((4L, 2L), (progress.SegmentsRisky, progress.SegmentsSuppressed));
    }

    [Fact]
    public async Task The_language_that_is_spoken_is_told_to_who_asks_for_it_where_the_recogniser_tells_it()
    {
        var transcriber = new StubTranscriber((call, _) => Task.FromResult<Transcript?>(new Transcript("x", call == 0 ? "zh" : null)));
        await using var rig = Rig(transcriber);
        var (_, called, _) = await PlayAsync(
            rig, settings => settings with { AudioTypes = [], AudioBusinessTypes = ["LANGUAGE", "GENDER"], ReturnAllText = true }, Said(1), Said(2));

        var label = Assert.Single(called[0].AudioDetail.BusinessLabels);
        Assert.Equal(("language", "zh", "zh", "Language:Chinese:Chinese", 1.0), (label.BusinessLabel1, label.BusinessLabel2, label.BusinessLabel3, label.BusinessDescription, label.Probability));
        Assert.Null(label.BusinessDetail);
        Assert.Empty(called[1].AudioDetail.BusinessLabels);
    }

    [Fact]
    public async Task What_is_heard_that_is_no_speech_is_a_risk_of_the_sound_itself()
    {
        var moans = new OwnSoundOptions { Rules = [new() { When = "moan", RiskType = "MOAN", Label1 = "moan", RejectFrom = 0.5 }] };
        var rules = ConfiguredRules.Of(new Dictionary<string, OwnModelOptions>(), new Dictionary<string, OwnSoundOptions> { ["moans"] = moans });
        await using var rig = new SessionRig(rules: rules)
        {
            Voice = _ => false,
            Sounds = [new Finding("own:sound:moans", OwnMapping.KindOf(OwnSounds.Prefix + "moans", 0), 0.9)],
        };
        var (_, called, _) = await PlayAsync(rig, settings => settings with { AudioTypes = ["MOAN"] }, Said(1));

        var detail = Assert.Single(called).AudioDetail;
        Assert.Equal((1, "moan", RiskSource.Audio, ""), (detail.VadCode, detail.RiskLabel1, detail.RiskDetail.RiskSource, detail.Content));
        var label = Assert.Single(detail.AllLabels);
        Assert.Equal((0.9, RiskSource.Audio), (label.Probability, label.RiskDetail!.RiskSource));
    }

    [Theory]
    [InlineData("zh", new[] { "DIRTY" })]
    [InlineData("en", new[] { "MOAN", "NONE" })]
    public async Task Words_are_not_asked_for_in_a_language_that_nobody_understands_nor_for_types_that_go_by_none(string language, string[] types)
    {
        var transcriber = StubTranscriber.Saying();
        await using var rig = Rig(transcriber);
        var (_, called, _) = await PlayAsync(
            rig, settings => settings with { ContentLanguage = language, AudioTypes = types, ReturnAllText = true }, Said(1));

        Assert.Equal((1, ""), (Assert.Single(called).AudioDetail.VadCode, called[0].AudioDetail.Content));
        Assert.Empty(transcriber.Heard);
    }

    [Fact]
    public async Task A_recogniser_that_fails_costs_the_words_and_nothing_else()
    {
        var transcriber = new StubTranscriber((call, _) => call switch
        {
            0 => throw new InvalidOperationException("broken"),
            1 => Task.FromException<Transcript?>(new InvalidOperationException("broken")),
            2 => Task.FromResult<Transcript?>(null),
            _ => Task.FromResult<Transcript?>(new Transcript("scoundrel")),
        });
        await using var rig = Rig(transcriber);
        var (_, called, ends) = await PlayAsync(rig, settings => settings with { ReturnAllText = true }, Said(1), Said(2), Said(3), Said(4));

        Assert.Equal(["", "", "", "scoundrel"], called.Select(segment => segment.AudioDetail.Content));
        Assert.All(called, segment => Assert.Equal(1, segment.AudioDetail.VadCode));
        Assert.Equal(2, ends.Length);
    }

    [Fact]
    public async Task A_recogniser_that_hangs_is_given_up_after_its_time_and_asked_again_once_it_is_back()
    {
        var time = new FakeTimeProvider();
        var back = new TaskCompletionSource<Transcript?>();
        var transcriber = new StubTranscriber((call, _) => call == 0 ? back.Task : Task.FromResult<Transcript?>(new Transcript("scoundrel")));
        await using var rig = new SessionRig(clock: time, transcriber: transcriber, matcher: new StubMatcher(), rules: StubMatcher.Rules);

        // A frame that nobody has looked at would be too old then.
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Judge = _ =>
        {
            seen.TrySetResult();
            return ValueTask.FromResult<IReadOnlyList<Finding>>([]);
        };
        var (row, session) = await rig.SubmitAsync(settings => Settings(settings) with { ReturnAllText = true });
        rig.Source = async (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame());
            Play(sink, 0, Said(1));
            await transcriber.AskedAsync();
            await seen.Task;
            time.Advance(TimeSpan.FromSeconds(21));
            await rig.SettledAsync(1);

            // It is still at the first one.
            Play(sink, 1, Said(2));
            await rig.SettledAsync(2);
            back.SetResult(null);
            Play(sink, 2, Said(3));
            await rig.SettledAsync(3);
            return await SessionRig.UntilStopped(stop);
        };
        var running = session.RunAsync();
        await rig.SettledAsync(3).WaitAsync(Patience, Cancellation);
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, Cancellation);

        var called = (await rig.DeliverAsync()).OfType<AudioCallback>().ToArray();
        Assert.Equal([(1, ""), (1, ""), (1, "scoundrel")], called.Select(segment => (segment.AudioDetail.VadCode!.Value, segment.AudioDetail.Content)));
        Assert.Equal([1, 3], transcriber.Heard.Select(first => (int)first));
        Assert.Equal(1, (await rig.RowAsync(row)).Progress.FramesModerated);
    }

    [Fact]
    public async Task When_words_come_slower_than_sound_the_newest_segments_win_and_keep_their_order()
    {
        var release = new TaskCompletionSource();
        var transcriber = new StubTranscriber(async (_, _) =>
        {
            await release.Task;
            return new Transcript("rascal");
        });
        await using var rig = Rig(transcriber);
        var (row, session) = await rig.SubmitAsync(Settings);
        rig.Source = async (sink, _) =>
        {
            Play(sink, 0, Said(1));
            await transcriber.AskedAsync();
            for (short segment = 1; segment < 8; segment++)
            {
                Play(sink, segment, Said((short)(segment + 1)));
            }

            release.SetResult();
            return new PullEnd(PullCause.SourceEnded, "ended", HadFrames: true);
        };
        await session.RunAsync().WaitAsync(Patience, Cancellation);

        Assert.Equal(["0", "5", "6", "7"], (await rig.DeliverAsync()).OfType<AudioCallback>().Select(segment => segment.RequestId.Split('_')[1]));
        Assert.Equal(4, (await rig.RowAsync(row)).Progress.SegmentsDropped);
    }

    private static byte[] Silence => new byte[AudioSegmenter.SegmentBytes];

    private static SessionRig Rig(StubTranscriber transcriber) =>
        new(transcriber: transcriber, matcher: new StubMatcher(), rules: StubMatcher.Rules);

    private static StreamSettings Settings(StreamSettings settings) =>
        settings with { ContentLanguage = "en", AudioTypes = ["DIRTY"], MessageLanguage = MessageLanguage.English };

    /// <summary>Ten seconds in which somebody speaks; what says the test's recogniser.</summary>
    private static byte[] Said(short sample)
    {
        var pcm = Silence;
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(pcm.AsSpan()).Fill(sample);
        return pcm;
    }

    private static void Play(IMediaSink sink, int segment, byte[] pcm) => sink.OnSound(pcm, DateTimeOffset.UnixEpoch.AddSeconds(10 * segment));

    private static Task<(StreamRow Row, AudioCallback[] Called, EndCallback[] Ends)> PlayAsync(SessionRig rig, params byte[][] segments) =>
        PlayAsync(rig, settings => settings, segments);

    /// <summary>Three segments have a place in the queue; where there are more, each when the one before it is listened to.</summary>
    private static async Task<(StreamRow Row, AudioCallback[] Called, EndCallback[] Ends)> PlayAsync(
        SessionRig rig, Func<StreamSettings, StreamSettings> change, params byte[][] segments)
    {
        var (row, session) = await rig.SubmitAsync(settings => change(Settings(settings)));
        rig.Source = async (sink, _) =>
        {
            for (var i = 0; i < segments.Length; i++)
            {
                Play(sink, i, segments[i]);
                if (segments.Length > 3)
                {
                    await rig.ListenedAsync();
                }
            }

            return new PullEnd(PullCause.SourceEnded, "ended", HadFrames: true);
        };
        await session.RunAsync().WaitAsync(Patience, Cancellation);
        var callbacks = await rig.DeliverAsync();
        return (row, [.. callbacks.OfType<AudioCallback>()], [.. callbacks.OfType<EndCallback>()]);
    }
}
