using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection.Remote;
using Sluice.Server.Speech;
using Sluice.Server.Speech.Remote;
using Sluice.Tests.Detection;
using Sluice.Tests.Detection.Remote;

namespace Sluice.Tests.Speech.Remote;

public class TranscriptionEndpointTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<GateChange> _gate = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_asked_as_OpenAI_is_with_a_WAV_file_the_model_and_the_language()
    {
        await using var server = await ModelServer.StartAsync("""{"text":" Hello there. "}""");
        await using var endpoint = Endpoint(server.Url, options => (options.Model, options.ApiKey) = ("whisper-large", "secret-key"));

        var said = await endpoint.RecogniseAsync(Speaking.Noise(), Cancellation);

        Assert.Equal(new Transcript("Hello there."), said);
        Assert.True(server.Questions.TryDequeue(out var question));
        Assert.Equal(("POST", "/v1/audio/transcriptions", "Bearer secret-key"), (question.Method, question.Path, question.Headers["Authorization"]));
        Assert.StartsWith("multipart/form-data", question.Headers["Content-Type"], StringComparison.Ordinal);
        var body = Encoding.Latin1.GetString(question.Body);
        foreach (var (name, value) in new[] { ("model", "whisper-large"), ("language", "en"), ("response_format", "json") })
        {
            Assert.Matches($"name=\"?{name}\"?\r\n\r\n{value}\r\n", body);
        }

        Assert.Matches("filename=\"?sound.wav\"?", body);
        var file = question.Body.AsSpan(question.Body.AsSpan().IndexOf("RIFF"u8));
        Assert.Equal(32_036, BitConverter.ToInt32(file[4..]));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(file.Slice(8, 8)));
        Assert.Equal((1, 16_000, 32_000), (BitConverter.ToInt16(file[22..]), BitConverter.ToInt32(file[24..]), BitConverter.ToInt32(file[28..])));
        Assert.True(file.Slice(44, 32_000).SequenceEqual(Speaking.Noise()));
    }

    [Theory]
    [InlineData("english", "en")]
    [InlineData("zh", "zh")]
    [InlineData("Arabic", "ar")]
    [InlineData("cantonese", "yue")]
    [InlineData("yue", "yue")]
    [InlineData("klingon", null)]
    public async Task Asked_for_more_it_says_what_language_it_heard(string says, string? heard)
    {
        await using var server = await ModelServer.StartAsync($$"""{"task":"transcribe","language":"{{says}}","duration":1.0,"text":"x","segments":[]}""");
        await using var endpoint = Endpoint(server.Url, options => (options.Verbose, options.TellLanguage) = (true, false));

        Assert.Equal(new Transcript("x", heard), await endpoint.RecogniseAsync(Speaking.Noise(), Cancellation));

        Assert.True(server.Questions.TryDequeue(out var question));
        var body = Encoding.Latin1.GetString(question.Body);
        Assert.Contains("verbose_json", body, StringComparison.Ordinal);
        Assert.DoesNotMatch("name=\"?language", body);
    }

    [Fact]
    public async Task One_that_is_told_the_language_only_repeats_it()
    {
        await using var server = await ModelServer.StartAsync("""{"language":"english","text":"x"}""");
        await using var endpoint = Endpoint(server.Url, options => options.Verbose = true);

        Assert.False(endpoint.TellsLanguage);
        Assert.Equal(new Transcript("x"), await endpoint.RecogniseAsync(Speaking.Noise(), Cancellation));
    }

    [Fact]
    public async Task One_that_leaves_the_language_out_does_not_tell_it_until_it_does()
    {
        var answers = new Queue<string>(["""{"text":"x"}""", """{"text":"x","language":""}""", """{"text":"x","language":"arabic"}"""]);
        await using var server = await ModelServer.StartAsync((context, _) => context.Response.WriteAsync(answers.Dequeue()));
        await using var endpoint = Endpoint(server.Url, options => (options.Verbose, options.TellLanguage) = (true, false));

        Assert.True(endpoint.TellsLanguage);
        foreach (var (heard, tells) in new (string?, bool)[] { (null, false), (null, false), ("ar", true) })
        {
            Assert.Equal(new Transcript("x", heard), await endpoint.RecogniseAsync(Speaking.Noise(), Cancellation));
            Assert.Equal(tells, endpoint.TellsLanguage);
        }
    }

    [Theory]
    [InlineData("no json", SpeechOutcome.BadAnswer)]
    [InlineData("[]", SpeechOutcome.BadAnswer)]
    [InlineData("{}", SpeechOutcome.BadAnswer)]
    [InlineData("""{"text":7}""", SpeechOutcome.BadAnswer)]
    [InlineData("""{"text":"\ud800"}""", SpeechOutcome.BadAnswer)]
    public async Task An_answer_that_is_none_is_a_failure(string answer, object outcome)
    {
        await using var server = await ModelServer.StartAsync(answer);
        await using var endpoint = Endpoint(server.Url);

        Assert.Equal((SpeechOutcome)outcome, (await FailAsync(endpoint)).Outcome);
    }

    [Fact]
    public async Task A_text_longer_than_anybody_speaks_is_a_failure()
    {
        await using var server = await ModelServer.StartAsync($$"""{"text":"{{new string('x', 20_000)}}"}""");
        await using var endpoint = Endpoint(server.Url);

        Assert.Equal(SpeechOutcome.BadAnswer, (await FailAsync(endpoint)).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_an_answer_of_100_MB_a_small_part_is_read(bool saysSo)
    {
        await using var server = new LargeAnswer(saysSo);
        await using var endpoint = Endpoint(server.Url);

        Assert.Equal(SpeechOutcome.BadAnswer, (await FailAsync(endpoint)).Outcome);
        Assert.True(await server.SentAsync() < LargeAnswer.Length / 2);
    }

    [Fact]
    public async Task A_status_of_failure_is_named_without_what_the_endpoint_said_and_without_the_key()
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync("secret-key is wrong");
        });
        await using var endpoint = Endpoint(server.Url, options => options.ApiKey = "secret-key");

        var failure = await FailAsync(endpoint);

        Assert.Equal(SpeechOutcome.Refused, failure.Outcome);
        Assert.Equal($"{server.Url}: HTTP 401 of POST /v1/audio/transcriptions", failure.Message);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_unreachable()
    {
        await using var endpoint = Endpoint("http://127.0.0.1:1");

        Assert.Equal(SpeechOutcome.Unreachable, (await FailAsync(endpoint)).Outcome);
    }

    [Fact]
    public async Task One_that_hangs_is_waited_for_so_long_and_after_some_failures_left_alone_for_a_pause()
    {
        var hangs = true;
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            if (hangs)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            await context.Response.WriteAsync("""{"text":"back"}""", context.RequestAborted);
        });
        await using var endpoint = Endpoint(server.Url, options => options.Calls = new() { BreakerFailures = 2, Timeout = TimeSpan.FromSeconds(5) });

        for (var i = 0; i < 2; i++)
        {
            var asked = FailAsync(endpoint);
            await server.AskedAsync();
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal((SpeechOutcome.TimedOut, $"{server.Url}: no answer within 5 s"), ((await asked).Outcome, (await asked).Message));
        }

        Assert.Equal(SpeechOutcome.Suspended, (await FailAsync(endpoint)).Outcome);
        hangs = false;
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("back", (await endpoint.RecogniseAsync(Speaking.Noise(), Cancellation)).Text);
        Assert.Equal([GateChange.Shut, GateChange.Opened], _gate);
        Assert.Equal(3, server.Questions.Count);
    }

    [Fact]
    public async Task Beyond_its_budget_it_is_not_asked()
    {
        await using var server = await ModelServer.StartAsync("""{"text":"x"}""");
        await using var endpoint = Endpoint(server.Url, options => options.Calls = new() { PerMinute = 1 });
        await endpoint.RecogniseAsync(Speaking.Noise(), Cancellation);

        Assert.Equal(SpeechOutcome.OverBudget, (await FailAsync(endpoint)).Outcome);
        Assert.Single(server.Questions);
    }

    private static Task<SpeechException> FailAsync(TranscriptionEndpoint endpoint) =>
        Assert.ThrowsAsync<SpeechException>(() => endpoint.RecogniseAsync(Speaking.Noise(), Cancellation));

    private TranscriptionEndpoint Endpoint(string url, Action<SpeechEndpointOptions>? change = null)
    {
        var options = new SpeechEndpointOptions { Url = url };
        change?.Invoke(options);
        return new TranscriptionEndpoint(options, "en", _time, (_, gate) => _gate.Add(gate));
    }
}
