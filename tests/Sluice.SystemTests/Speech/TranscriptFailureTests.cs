using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Speech;

/// <summary>Live streams in which somebody speaks, and other machines of which one hangs, one refuses and one talks of something else.</summary>
public sealed class TranscriptFailureTests(NginxServer nginx)
{
    private const string Name = "transcript-failures";
    private const string Key = "key-of-the-failures";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    // By language, how its machine fails: what the metrics call it, and what the log says.
    private static readonly (string Language, string Outcome, string Log)[] Failures =
    [
        ("en", "timed_out", "no answer within 5 s"),
        ("zh", "refused", "HTTP 503 of POST /v1/audio/transcriptions"),
        ("ar", "bad_answer", "the answer to POST /v1/audio/transcriptions is no JSON"),
    ];

    [Fact]
    public async Task Segments_and_frames_go_on_without_words_and_what_nobody_judges_is_named()
    {
        await using var transcripts = await TranscriptServer.StartAsync(FailAsync);
        using var folder = new TemporaryFolder();
        using var data = new TemporaryFolder();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(
            data.Path,
            [
                "Sluice:Detection:DetectorTimeout=00:01:00", "Sluice:Pulling:MaxFrameWait=00:01:00",
                .. Failures.SelectMany(failure => Settings(failure.Language, transcripts.Url)),
            ]);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        (string Language, string Url)[] urls = [.. Failures.Select(failure => (failure.Language, $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{Name}-{failure.Language}"))];
        await using var source = await SpeakingSource.PublishAsync(folder, new Dictionary<string, int[]>(), urls);
        await Task.WhenAll(urls.Select(url => nginx.PublishedAsync($"{Name}-{url.Language}")));
        var ids = new Dictionary<string, string>();
        foreach (var (language, url) in urls)
            ids[language] = await SubmitAsync(server, accessKey, language, url, receiver, unjudged: null);

        // The first segment's words fail, and those of what is said after it are not asked for.
        await receiver.WaitAsync(
            calls => ids.Values.All(id => calls.Segments(id).Count(segment => segment.AudioDetail.VadCode == 1) >= 2), Within, "two segments in which somebody speaks");
        foreach (var id in ids.Values)
            Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        var calls = await receiver.WaitAsync(calls => ids.Values.All(id => calls.Ends(id).Count == 2), Within, "the ends");

        Assert.Equal(Failures.Select(failure => $"/{failure.Language}").Order(), transcripts.Questions.Select(question => question.Base).Order());
        Assert.All(ids.Values, id => AssertGoesOn(calls.Segments(id), calls.Frames(id)));
        var metrics = await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        foreach (var (language, outcome, log) in Failures)
        {
            Assert.Matches($$"""sluice_speech_pieces(_total)?\{[^}]*language="{{language}}"[^}]*outcome="{{outcome}}"[^}]*\} 1\b""", metrics);
            Assert.Matches($$"""sluice_speech_pieces(_total)?\{[^}]*language="{{language}}"[^}]*outcome="suspended"[^}]*\} [1-9]""", metrics);
            Assert.Contains($$"""sluice_speech_available{language="{{language}}",recogniser="endpoint"} 0""", metrics);
            Assert.Contains($"Speech of language {language} was not recognised by endpoint: {transcripts.Url.GetLeftPart(UriPartial.Authority)}: {log}", server.Errors);

            // The same stream again: it would be judged by words that nobody gives.
            await SubmitAsync(server, accessKey, language, urls.Single(url => url.Language == language).Url, receiver, ["DIRTY"]);
        }

        Assert.DoesNotContain(Key, server.Errors + metrics);
    }

    private static IEnumerable<string> Settings(string language, Uri url)
    {
        var endpoint = $"Sluice:Speech:Languages:{language}:Endpoint";
        return
        [
            $"{endpoint}:Url={url}{language}", $"{endpoint}:ApiKey={Key}", $"{endpoint}:Calls:Timeout=00:00:{(language == "en" ? "05" : "30")}",
            $"{endpoint}:Calls:BreakerFailures=1", $"{endpoint}:Calls:BreakerPause=00:05:00",
        ];
    }

    private static Task FailAsync(HttpContext context, TranscriptQuestion question)
    {
        switch (question.Base)
        {
            case "/en":
                return Task.Delay(Timeout.Infinite, context.RequestAborted);
            case "/zh":
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return context.Response.WriteAsync("""{"text":"you asshole"}""");
            default:
                return context.Response.WriteAsync("<html>Sign in to go on</html>");
        }
    }

    private static async Task<string> SubmitAsync(
        SluiceProcess server, string accessKey, string language, string url, CallbackReceiver receiver, string[]? unjudged)
    {
        var submission = Submission.Of(accessKey, url, receiver);
        submission["data"]!["lang"] = language;
        var submitted = await server.SubmitAsync(submission);
        Assert.Equal(ResponseCode.Success, submitted.Code);
        Assert.Equal(unjudged, submitted.Detail?.NoDetectorFor);
        return submitted.RequestId;
    }

    private static void AssertGoesOn(IReadOnlyList<AudioCallback> segments, IReadOnlyList<FrameCallback> frames)
    {
        Assert.All(segments, segment => Assert.Equal((RiskLevel.Pass, ""), (segment.AudioDetail.RiskLevel, segment.AudioDetail.Content)));
        var times = frames.Select(frame => CaptureTime.Parse(frame.FrameDetail.AuxInfo.ImgTime)).ToList();
        Assert.InRange((times[^1] - times[0]).TotalSeconds, 10, 60);
        Assert.InRange(frames.Count, (times[^1] - times[0]).TotalSeconds * 0.8, (times[^1] - times[0]).TotalSeconds + 3);
        Assert.Equal(times.Order(), times);

        // None is missing.
        var sequences = frames.Select(frame => int.Parse(frame.RequestId.Split('_')[^1], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(sequences[0], sequences.Count), sequences);
    }
}
