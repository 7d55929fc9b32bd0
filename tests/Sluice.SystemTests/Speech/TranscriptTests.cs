using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Order;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Speech;

/// <summary>Live streams in which somebody speaks English, Chinese and Arabic, and another machine that knows what is said.</summary>
[TakesSeconds(35)]
public sealed class TranscriptTests(NginxServer nginx)
{
    private const string Name = "transcripts";
    private const string Key = "key-of-the-transcripts";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    // Arabic is silent for ten seconds between.
    private static readonly Dictionary<string, int[]> Silent = new() { ["ar"] = [1, 3, 5, 7] };

    // What is heard in each language, with the number of the piece; the insult in it; what language the other machine says it is, if it is
    // not told; what that is called.
    private static readonly Dictionary<string, (string Text, string Insult, string? Says, string Name)> Languages = new()
    {
        ["en"] = ("Good evening, you asshole, number {0}", "asshole", null, ""),
        ["zh"] = ("大家好,你这个傻逼,第{0}句", "傻逼", "chinese", "Chinese"),
        ["ar"] = ("مساء الخير يا كلب {0}", "كلب", "arabic", "Arabic"),
    };

    [Fact]
    public async Task What_another_machine_understands_of_three_languages_is_judged_and_called_back_at_the_times_at_which_it_is_said()
    {
        await using var transcripts = await TranscriptServer.StartAsync(Answer());
        using var folder = new TemporaryFolder();
        using var data = new TemporaryFolder();
        await File.WriteAllTextAsync(
            data.File("policy.json"), """{ "rules": { "text-word-abuse": { "reject": 0 } } }""", TestContext.Current.CancellationToken);
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var server = await SluiceProcess.StartAsync(data.Path, [.. Languages.Keys.SelectMany(language => Settings(language, transcripts.Url))]);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        (string Language, string Url)[] urls = [.. Languages.Keys.Select(language => (language, $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{Name}-{language}"))];
        await using var source = await SpeakingSource.PublishAsync(folder, Silent, urls);
        await Task.WhenAll(urls.Select(url => nginx.PublishedAsync($"{Name}-{url.Language}")));
        var began = TimeProvider.System.GetUtcNow();
        var ids = new Dictionary<string, string>();
        foreach (var (language, url) in urls)
            ids[language] = await SubmitAsync(server, accessKey, language, url, receiver);

        await receiver.WaitAsync(calls => ids.All(id => HasAll(id.Key, calls.Segments(id.Value))), Within, "two segments in which somebody speaks, one in which nobody does");
        foreach (var id in ids.Values)
            Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, id)).Code);
        var calls = await receiver.WaitAsync(calls => ids.Values.All(id => calls.Ends(id).Count == 2), Within, "the ends");

        Assert.Empty(transcripts.Wrong);
        foreach (var (language, id) in ids)
        {
            TranscriptQuestion[] asked = [.. transcripts.Questions.Where(question => question.Base == $"/{language}")];
            Assert.All(asked, question => AssertAsked(language, question));
            AssertCalledBack(language, calls.Segments(id), asked, began);
        }

        Assert.DoesNotContain(Key, server.Errors + string.Concat(server.Output));
        await AssertBothAreHeardAsync(server.Client, Rejected(calls.Segments(ids["zh"])), data);
    }

    private static IEnumerable<string> Settings(string language, Uri url)
    {
        var endpoint = $"Sluice:Speech:Languages:{language}:Endpoint";
        yield return $"{endpoint}:Url={url}{language}";
        yield return $"{endpoint}:ApiKey={Key}";
        yield return $"{endpoint}:Model=whisper-{language}";
        if (Languages[language].Says is not null)
        {
            yield return $"{endpoint}:Verbose=true";
            yield return $"{endpoint}:TellLanguage=false";
        }
    }

    private static Func<HttpContext, TranscriptQuestion, Task> Answer()
    {
        var numbers = new ConcurrentDictionary<string, int>();
        return (context, question) =>
        {
            var (text, _, says, _) = Languages[question.Base.Trim('/')];
            var number = numbers.AddOrUpdate(question.Base, 1, (_, last) => last + 1);
            var answer = new JsonObject { ["text"] = string.Format(CultureInfo.InvariantCulture, text, number) };
            if (says is not null)
                answer["language"] = says;
            return context.Response.WriteAsync(answer.ToJsonString());
        };
    }

    private static async Task<string> SubmitAsync(SluiceProcess server, string accessKey, string language, string url, CallbackReceiver receiver)
    {
        var submission = Submission.Of(accessKey, url, receiver);
        submission["audioBusinessType"] = "LANGUAGE_GENDER";
        submission["data"]!["lang"] = language;
        submission["data"]!["returnPreText"] = 1;
        submission["data"]!["returnPreAudio"] = 1;
        var submitted = await server.SubmitAsync(submission);
        Assert.Equal(ResponseCode.Success, submitted.Code);

        // English is told to the other machine, which then does not find it out.
        Assert.Equal(Languages[language].Says is null ? ["LANGUAGE", "GENDER"] : ["GENDER"], submitted.Detail!.NoDetectorFor);
        return submitted.RequestId;
    }

    private static bool HasAll(string language, IReadOnlyList<AudioCallback> segments) =>
        Silent.ContainsKey(language) ? Rejected(segments).Count >= 1 && segments.Count >= 2 : Rejected(segments).Count >= 2;

    private static List<AudioCallback> Rejected(IReadOnlyList<AudioCallback> segments) =>
        [.. segments.Where(segment => segment.AudioDetail.RiskLevel == RiskLevel.Reject)];

    private static void AssertAsked(string language, TranscriptQuestion question)
    {
        var isTold = Languages[language].Says is null;
        Assert.Equal((Key, "sound.wav"), (question.Key, question.FileName));
        var expected = new Dictionary<string, string> { ["model"] = $"whisper-{language}", ["response_format"] = isTold ? "json" : "verbose_json" };
        if (isTold)
            expected["language"] = language;
        Assert.Equal(expected.OrderBy(field => field.Key), question.Fields.OrderBy(field => field.Key));
        Assert.True(question.IsWhole);
        Assert.InRange(question.Seconds, 1, 10);
        Assert.NotNull(question.LoudFrom);
    }

    private static void AssertCalledBack(string language, IReadOnlyList<AudioCallback> segments, TranscriptQuestion[] asked, DateTimeOffset began)
    {
        var before = "";
        foreach (var segment in segments)
        {
            var detail = segment.AudioDetail;
            var text = detail.RiskDetail.AudioText ?? "";
            Assert.Equal(text.Length > 0 ? 1 : 0, detail.VadCode);
            if (text.Length > 0)
            {
                var number = 1 + Array.FindIndex(asked, question => text == string.Format(CultureInfo.InvariantCulture, Languages[language].Text, 1 + Array.IndexOf(asked, question)));
                Assert.True(number > 0, text);
                AssertRejected(language, detail, text, before);
                AssertTime(language, detail, asked[number - 1], began);
            }
            else
            {
                Assert.Equal((RiskLevel.Pass, "", ""), (detail.RiskLevel, detail.Content, detail.AudioText));
                Assert.Empty(detail.BusinessLabels);
            }

            before = text;
        }

        // Silence is not asked for words.
        Assert.Equal(segments.Count(segment => segment.AudioDetail.VadCode == 1), asked.Length);
        Assert.Equal(Silent.ContainsKey(language), segments.Any(segment => segment.AudioDetail.VadCode == 0 && SegmentChecks.LengthOf(segment).TotalSeconds > 9.5));
    }

    private static void AssertRejected(string language, AudioDetail detail, string text, string before)
    {
        var (_, insult, says, name) = Languages[language];
        Assert.Equal((RiskLevel.Reject, "abuse", RiskSource.Text), (detail.RiskLevel, detail.RiskLabel1, detail.RiskDetail.RiskSource));
        Assert.Equal(before.Length > 0 ? $"{before}\n{text}" : text, detail.Content);
        Assert.Equal(detail.Content, detail.AudioText);
        Assert.NotNull(detail.PreAudioUrl);
        var segment = Assert.Single(detail.RiskDetail.RiskSegments!);
        Assert.Equal((insult, insult), (segment.Segment, text[segment.Position![0]..segment.Position[1]]));
        Assert.Equal(
            says is null ? [] : [("language", language, $"Language:{name}:{name}")],
            detail.BusinessLabels.Select(label => (label.BusinessLabel1, label.BusinessLabel3, label.BusinessDescription)));
    }

    /// <summary>What was said was captured when it was said.</summary>
    private static void AssertTime(string language, AudioDetail detail, TranscriptQuestion asked, DateTimeOffset began)
    {
        // One that is cut within the sentence does not say when that began.
        if (asked.LoudFrom is not > 0.2)
            return;
        var from = (CaptureTime.Parse(detail.AuxInfo.StartTime) - began).TotalSeconds + asked.LoudFrom.Value - SpeakingSource.SpeaksAt(language);
        var late = from - (10 * Math.Round(from / 10));
        Assert.True(late is > -1 and < 2, $"{language} is heard {late:0.00} s late");
    }

    private static async Task AssertBothAreHeardAsync(HttpClient client, List<AudioCallback> rejected, TemporaryFolder folder)
    {
        var second = rejected[1] with { AudioDetail = rejected[1].AudioDetail with { AudioUrl = rejected[1].AudioDetail.PreAudioUrl } };
        Assert.Equal(20, Assert.Single(await EvidenceChecks.SecondsOfAsync(client, [second], folder)), 0.3);
    }
}
