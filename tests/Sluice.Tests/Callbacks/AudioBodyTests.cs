using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sluice.Protocol;
using Sluice.Server;
using Sluice.Server.Callbacks;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Verdicts;
using Sluice.Tests.Lists;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Callbacks;

/// <summary>The wire of an audio segment's callback (protocol §4 and §9).</summary>
public class AudioBodyTests
{
    [Fact]
    public void A_segment_that_passes_is_as_the_protocols_example()
    {
        const string Text = "ask not what your country can do for you";
        var heard = new HeardSegment(HasVoice: true, Text) { AudioUrl = "https://sluice.example/evidence/…" };

        var body = Write(Verdict.Pass, heard, out var streamId);

        var example = """
            {"requestId":"STREAM_3","code":1100,"message":"Success","statCode":0,"contentType":2,"auxInfo":{"passThrough":{"shard":"7"}},"audioDetail":{"audioUrl":"https://sluice.example/evidence/…","vadCode":1,"riskLevel":"PASS","riskLabel1":"normal","riskLabel2":"","riskLabel3":"","riskDescription":"Normal","content":"ask not what your country can do for you","audioText":"ask not what your country can do for you","riskDetail":{"riskSource":1000,"audioText":"ask not what your country can do for you"},"allLabels":[],"businessLabels":[],"auxInfo":{"audio_starttime":"2026-11-22 14:20:30.000","audio_endtime":"2026-11-22 14:20:40.000","audioStartTime":"2026-11-22 14:20:30.000","audioEndTime":"2026-11-22 14:20:40.000","beginProcessTime":1795357240010,"finishProcessTime":1795357240350,"room":"r42","passThrough":{"shard":"7"}}}}
            """.Replace("STREAM", streamId, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(example), body), body.ToJsonString());
    }

    [Fact]
    public void A_silent_segment_says_so_and_has_no_text()
    {
        var detail = Write(Verdict.Pass, new HeardSegment(HasVoice: false, ""), out _)["audioDetail"]!;

        Assert.Equal((0, "", ""), ((int)detail["vadCode"]!, (string?)detail["content"], (string?)detail["audioText"]));
        Assert.Null(detail["preAudioUrl"]);
    }

    [Fact]
    public void Words_of_lists_and_parts_that_are_a_risk_are_named_with_their_places_in_code_points()
    {
        const string Text = "😀😀 加微信 abc123 你这个坏蛋 坏蛋";
        var findings = new TextMatcher(new TestLists().Black(ListKind.Words, "insults", ["坏蛋"])).Match("acme", "zh", Text);
        var verdict = Policy.BuiltIn.Judge(findings, ["ADVERT"], [], ContentType.Audio);

        var detail = Write(verdict, new HeardSegment(HasVoice: true, Text), out _)["audioDetail"]!;

        var risk = detail["riskDetail"]!;
        Assert.Equal((1001, Text), ((int)risk["riskSource"]!, (string?)risk["audioText"]));
        Assert.Equal(
            """[{"name":"insults","words":[{"word":"坏蛋","position":[17,19]},{"word":"坏蛋","position":[20,22]}]}]""",
            risk["matchedLists"]!.ToJsonString(Plain));
        Assert.Equal("""[{"segment":"微信 abc123","position":[4,13]}]""", risk["riskSegments"]!.ToJsonString(Plain));
        var labels = detail["allLabels"]!.AsArray();
        Assert.Equal([("ban", "REJECT", "Hit custom list"), ("ad", "REVIEW", "Advertising:Contact details:WeChat")], labels.Select(label =>
            ((string?)label!["riskLabel1"], (string?)label["riskLevel"], (string?)label["riskDescription"])));
        Assert.All(labels, label => Assert.Equal(1001, (int)label!["riskDetail"]!["riskSource"]!));
        Assert.Equal(2, labels[0]!["riskDetail"]!["matchedLists"]![0]!["words"]!.AsArray().Count);
    }

    private static System.Text.Json.JsonSerializerOptions Plain { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonNode Write(Verdict verdict, HeardSegment heard, out string streamId)
    {
        var stream = Rows.Stream();
        stream = stream with
        {
            Settings = stream.Settings with
            {
                MessageLanguage = MessageLanguage.English,
                AudioCallback = "https://live.example/cb/audio",
                Room = "r42",
                PassThrough = """{"shard":"7"}""",
            },
        };
        streamId = stream.Id;
        var bodies = new CallbackBodies(Options.Create(new ServerOptions()), new FakeTimeProvider());
        var start = new DateTimeOffset(2026, 11, 22, 14, 20, 30, TimeSpan.Zero);
        var times = new ProcessTimes(
            start, start.AddSeconds(10), DateTimeOffset.FromUnixTimeMilliseconds(1795357240010), DateTimeOffset.FromUnixTimeMilliseconds(1795357240350));
        return JsonNode.Parse(bodies.Audio(stream, 3, verdict, heard, times).Body.AsSpan())!;
    }
}
