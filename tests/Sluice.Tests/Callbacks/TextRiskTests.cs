using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Verdicts;
using Sluice.Tests.Lists;

namespace Sluice.Tests.Callbacks;

/// <summary>Protocol §4: riskDetail.ocrText.</summary>
public sealed class TextRiskTests
{
    [Fact]
    public void Text_on_screen_is_told_with_lists_words_and_parts_at_their_places_in_code_points()
    {
        var lists = new TestLists()
            .Black(ListKind.Words, "rivals", ["zebra", "gnu"])
            .Black(ListKind.Words, "other", ["gnu"], RiskLevel.Review, types: ["DIRTY"])
            .Black(ListKind.Hosts, "sites", ["bad-site.com"], RiskLevel.Review);

        var detail = Detail(lists, "😀 gnu, zebra, gnu\nbad-site.com/join or other-site.com/x");

        Assert.Equal(
            """
            {"text":"😀 gnu, zebra, gnu\nbad-site.com/join or other-site.com/x","matchedLists":[{"name":"rivals","words":[{"word":"gnu","position":[2,5]},{"word":"zebra","position":[7,12]},{"word":"gnu","position":[14,17]}]},{"name":"sites","words":[{"word":"bad-site.com","position":[18,35]}]}],"riskSegments":[{"segment":"bad-site.com/join","position":[18,35]},{"segment":"other-site.com/x","position":[39,55]}]}
            """,
            detail["riskDetail"]!["ocrText"]!.ToJsonString(ReadableJson).Replace("\\uD83D\\uDE00", "😀"));
        Assert.Equal(("REJECT", "ban", "list", "list", "Hit custom list"), Labels(detail));
        Assert.Equal(1001, (int)detail["riskDetail"]!["riskSource"]!);
        Assert.Null(detail["riskDetail"]!["objects"]);
        Assert.Contains("Hit custom list", detail["allLabels"]!.AsArray().Select(label => (string?)label!["riskDescription"]));
    }

    [Fact]
    public void Harmless_text_is_told_alone_and_no_text_not_at_all()
    {
        Assert.Equal("""{"text":"hello"}""", Detail(new TestLists(), "hello")["riskDetail"]!["ocrText"]!.ToJsonString());
        Assert.Null(Detail(new TestLists(), null)["riskDetail"]!["ocrText"]);
    }

    [Fact]
    public void A_code_on_a_list_is_one_object_with_its_content()
    {
        var code = new Finding("codes", "qrcode", 1) { Content = "https://bad.example/join", Location = new PixelBox(1, 2, 3, 4) };
        var detail = Detail(new TestLists().Black(ListKind.Hosts, "sites", ["bad.example"]), null, code);

        var thing = Assert.Single(detail["riskDetail"]!["objects"]!.AsArray())!;
        Assert.Equal(("qrcode", "https://bad.example/join"), ((string?)thing["name"], (string?)thing["qrContent"]));
        Assert.Equal(("REJECT", "ad", "link", "blocked", "Hit custom list"), Labels(detail));
    }

    private static readonly JsonSerializerOptions ReadableJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static (string?, string?, string?, string?, string?) Labels(JsonNode detail) => (
        (string?)detail["riskLevel"], (string?)detail["riskLabel1"], (string?)detail["riskLabel2"], (string?)detail["riskLabel3"], (string?)detail["riskDescription"]);

    private static JsonNode Detail(TestLists lists, string? text, params Finding[] findings)
    {
        IEnumerable<Finding> lines = (text?.Split('\n') ?? []).Select(line => new Finding("text", FindingKinds.Text, 0.9) { Content = line });
        var verdict = new FrameMeaning(new TextMatcher(lists), lists)
            .Judge(Policy.BuiltIn, "acme", new FrameWants(["ADVERT"], []), new JudgedFrame([.. lines, .. findings], null));
        var detail = FrameDetails.Of(verdict, MessageLanguage.English, null, new FrameAuxInfo { ImgTime = "", BeginProcessTime = 0, FinishProcessTime = 0 });
        return JsonSerializer.SerializeToNode(detail, ProtocolJson.Wire.FrameDetail)!;
    }
}
