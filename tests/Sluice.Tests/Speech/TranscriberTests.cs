using Sluice.Server.Speech;

namespace Sluice.Tests.Speech;

public class TranscriberTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_is_told_and_the_recogniser_gets_the_sound_as_it_is()
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser);
        var noise = Speaking.Noise();

        var said = host.Transcriber.TranscribeAsync("en", noise, Cancellation);
        var asked = await recogniser.NextAsync();
        asked.Say("hello");

        Assert.Equal("hello", (await said)!.Text);
        Assert.Equal(noise, asked.Pcm);
        Assert.Equal(["recognised"], host.Outcomes);
    }

    [Fact]
    public async Task A_language_that_nothing_understands_has_no_text()
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser);

        Assert.Equal(["en"], host.Transcriber.Languages);
        Assert.Null(await host.Transcriber.TranscribeAsync("zh", Speaking.Noise(), Cancellation));
        Assert.False(recogniser.WasAsked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_language_is_told_by_what_finds_it_out_and_not_while_that_fails(bool tells)
    {
        var recogniser = new ScriptedRecogniser { TellsLanguage = tells };
        await using var host = TranscriberHost.With(recogniser);

        Assert.Equal(tells, host.Transcriber.TellsLanguage("en"));
        Assert.False(host.Transcriber.TellsLanguage("zh"));
        var lost = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation);
        (await recogniser.NextAsync()).Fail(SpeechOutcome.Suspended);
        Assert.Null(await lost);
        Assert.False(host.Transcriber.TellsLanguage("en"));
    }

    [Fact]
    public async Task Sound_longer_than_a_minute_or_of_half_a_sample_is_a_fault_of_the_caller()
    {
        await using var host = TranscriberHost.With(new ScriptedRecogniser());

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Transcriber.TranscribeAsync("en", new byte[1_920_002], Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Transcriber.TranscribeAsync("en", new byte[3], Cancellation));
    }

    [Fact]
    public async Task Of_more_than_may_wait_the_newest_win()
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser, options => options.QueueLength = 2);
        var first = host.Transcriber.TranscribeAsync("en", Speaking.Noise(0.1), Cancellation);
        var atWork = await recogniser.NextAsync();

        Task<Transcript?>[] waiting = [.. Enumerable.Range(2, 4).Select(tenth =>
            host.Transcriber.TranscribeAsync("en", Speaking.Noise(tenth / 10.0), Cancellation))];

        Assert.Equal([null, null], await Task.WhenAll(waiting[..2]));
        Assert.True(host.Transcriber.IsFull);
        atWork.Say("1");
        foreach (var tenth in new[] { 4, 5 })
        {
            var next = await recogniser.NextAsync();
            Assert.Equal(Speaking.Noise(tenth / 10.0).Length, next.Pcm.Length);
            next.Say($"{tenth}");
        }

        Assert.Equal(["1", "4", "5"], (await Task.WhenAll([first, .. waiting[2..]])).Select(transcript => transcript!.Text));
        Assert.Equal(2, host.Outcomes.Count(outcome => outcome == "dropped"));
        Assert.Contains(host.Log, line => line.Contains("Dropped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_has_waited_too_long_is_not_recognised_any_more()
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser, options => options.MaxWait = TimeSpan.FromSeconds(10));
        var first = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation);
        var atWork = await recogniser.NextAsync();
        var late = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation);

        host.Time.Advance(TimeSpan.FromSeconds(11));
        atWork.Say("done");

        Assert.Equal("done", (await first)!.Text);
        Assert.Null(await late);
        Assert.False(recogniser.WasAsked);
    }

    [Fact]
    public async Task Who_wants_it_no_more_waits_no_more_and_holds_no_place()
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser, options => options.QueueLength = 1);
        using var leaving = new CancellationTokenSource();
        var first = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), leaving.Token);
        await recogniser.NextAsync();
        var waiting = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation);
        (await recogniser.NextAsync()).Say("next");
        Assert.Equal("next", (await next)!.Text);
        Assert.DoesNotContain("dropped", host.Outcomes);
    }

    [Fact]
    public async Task As_many_are_recognised_at_once_as_the_recogniser_can()
    {
        var recogniser = new ScriptedRecogniser(atOnce: 2);
        await using var host = TranscriberHost.With(recogniser);
        Task<Transcript?>[] said = [.. Enumerable.Range(0, 3).Select(_ => host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation))];

        var (one, other) = (await recogniser.NextAsync(), await recogniser.NextAsync());
        Assert.False(recogniser.WasAsked);
        one.Say("one");
        (await recogniser.NextAsync()).Say("three");
        other.Say("two");

        Assert.Equal(["one", "three", "two"], (await Task.WhenAll(said)).Select(transcript => transcript!.Text).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(SpeechOutcome.Crashed, "crashed")]
    [InlineData(SpeechOutcome.TimedOut, "timed_out")]
    [InlineData(SpeechOutcome.BadAnswer, "bad_answer")]
    public async Task A_piece_that_fails_has_no_text_is_counted_and_logged_and_the_next_one_is_recognised(object outcome, string counted)
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser);

        var lost = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation);
        (await recogniser.NextAsync()).Fail((SpeechOutcome)outcome);
        Assert.Null(await lost);
        var next = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation);
        (await recogniser.NextAsync()).Say("next");

        Assert.Equal("next", (await next)!.Text);
        Assert.Equal(counted, host.Outcomes.First());
        Assert.Contains(host.Log, line => line.Contains("as scripted", StringComparison.Ordinal));
        Assert.Equal(["en"], host.Transcriber.Languages);
    }

    [Fact]
    public async Task A_language_whose_model_cannot_be_loaded_is_not_served_for_a_minute()
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser);

        var lost = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation);
        (await recogniser.NextAsync()).Fail(SpeechOutcome.NoModel);
        Assert.Null(await lost);

        Assert.Empty(host.Transcriber.Languages);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["en"], host.Transcriber.Languages);
    }

    [Fact]
    public async Task A_recogniser_that_is_slower_than_the_sound_makes_the_node_full_before_its_queue_is()
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser);
        var said = host.Transcriber.TranscribeAsync("en", Speaking.Noise(10), Cancellation);
        var asked = await recogniser.NextAsync();
        host.Time.Advance(TimeSpan.FromSeconds(15));
        asked.Say("slow");
        await said;
        Assert.False(host.Transcriber.IsFull);

        // At one and a half times its length, two pieces of 10 s will take 30 s.
        Task[] more = [.. Enumerable.Range(0, 3).Select(_ => host.Transcriber.TranscribeAsync("en", Speaking.Noise(10), Cancellation))];
        await recogniser.NextAsync();

        Assert.True(host.Transcriber.IsFull);
        await host.Transcriber.DisposeAsync();
        await Task.WhenAll(more);
        Assert.False(host.Transcriber.IsFull);
    }

    [Fact]
    public async Task Once_it_is_disposed_of_nothing_is_recognised()
    {
        var recogniser = new ScriptedRecogniser();
        await using var host = TranscriberHost.With(recogniser);
        var atWork = host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation);
        await recogniser.NextAsync();

        await host.Transcriber.DisposeAsync();

        Assert.Null(await atWork);
        Assert.Null(await host.Transcriber.TranscribeAsync("en", Speaking.Noise(), Cancellation));
        Assert.True(recogniser.IsDisposed);
    }

    [Fact]
    public async Task What_is_missing_is_named_in_the_log_at_the_start()
    {
        await using var host = new TranscriberHost(
            new SpeechOptions(), new InstalledSpeech("zh", "sherpa-onnx", "/models/zh has no tokens.txt") { IsFault = true });

        await host.Transcriber.StartedAsync(Cancellation);

        Assert.Contains(host.Log, line => line.Contains("zh is not understood here: /models/zh has no tokens.txt", StringComparison.Ordinal));
    }
}
