using System.Text.Json.Nodes;
using SkiaSharp;
using Sluice.Protocol;
using Sluice.Server.Detection.Remote;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Detection.Remote;

/// <summary>OpenAI's moderation endpoint, as its reference shows it.</summary>
public class ModerationEndpointTests
{
    /// <summary>From OpenAI's reference, shortened.</summary>
    private const string Answer =
        """
        {"id":"modr-970d409ef3bef3b70c73d8232df86e7d","model":"omni-moderation-latest","results":[{"flagged":true,
        "categories":{"sexual":false,"violence":true,"violence/graphic":true},
        "category_scores":{"sexual":2.34135824776394e-7,"violence":0.8599265510337075,"violence/graphic":0.67701736389561064},
        "category_applied_input_types":{"sexual":["image"],"violence":["image"],"violence/graphic":["image"]}}]}
        """;

    [Fact]
    public async Task A_picture_is_asked_as_the_protocol_says_and_its_scores_are_mapped()
    {
        await using var server = await ModelServer.StartAsync(Answer);
        var options = RemoteHost.OpenAI(server.Url + "/gateway/");
        options.ApiKey = "sk-test-1";
        using var host = new RemoteHost(options);

        var findings = await host.AskAsync(RemoteHost.Picture(SKColors.Green, 1600, 900));

        var finding = Assert.Single(findings);
        Assert.Equal(("own:there", "violence/graphic", 0.677, true), (finding.Detector, finding.Name, finding.Probability, finding.IsDoubtful));
        var judged = Assert.Single(Policy.Of(ConfiguredRules.Of(host.Options.Models)).Judge(findings, ["EROTIC", "VIOLENT"], []).All);
        Assert.Equal(("violence", "blood", "blood", RiskLevel.Review), (judged.Label.Label1, judged.Label.Label2, judged.Label.Label3, judged.Level));

        var question = Assert.Single(server.Questions);
        Assert.Equal(("POST", "/gateway/v1/moderations"), (question.Method, question.Path));
        Assert.Equal(("Bearer sk-test-1", "application/json"), (question.Headers["Authorization"], question.Headers["Content-Type"]));
        var body = JsonNode.Parse(question.Body)!;
        Assert.Equal("omni-moderation-latest", (string?)body["model"]);
        var input = Assert.Single(body["input"]!.AsArray())!;
        Assert.Equal("image_url", (string?)input["type"]);
        var url = (string)input["image_url"]!["url"]!;
        Assert.StartsWith("data:image/jpeg;base64,", url);
        using var sent = SKBitmap.Decode(Convert.FromBase64String(url[(url.IndexOf(',') + 1)..]));
        Assert.Equal((1024, 576), (sent.Width, sent.Height));
        Assert.InRange(sent.GetPixel(500, 300).Green, 120, 136);
    }

    [Fact]
    public async Task Without_a_key_none_is_sent_and_each_picture_is_a_call_of_its_own()
    {
        await using var server = await ModelServer.StartAsync(Answer);
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));
        using var one = RemoteHost.Picture();
        using var other = RemoteHost.Picture();

        var found = await host.Installed.Detector!.DetectAsync([one, other], TestContext.Current.CancellationToken);

        Assert.Equal([1, 1], found.Select(each => each.Count));
        Assert.Equal(2, server.Questions.Count);
        Assert.DoesNotContain(server.Questions, question => question.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":[{"flagged":true}]}""")]
    [InlineData("""{"results":[[]]}""")]
    [InlineData("""{"results":[{"category_scores":{"sexual":0.9}}]}""")]
    [InlineData("""{"results":[{"category_scores":{"sexual":0.9,"violence/graphic":null}}]}""")]
    [InlineData("""{"results":[{"category_scores":{"sexual":0.9,"violence/graphic":"0.9"}}]}""")]
    [InlineData("""{"results":[{"category_scores":{"sexual":0.9,"violence/graphic":NaN}}]}""")]
    [InlineData("""{"results":[{"category_scores":{"sexual":0.9,"violence/graphic":1e999}}]}""")]
    [InlineData("""{"results":[{"category_scores":{"sexual":0.9,"violence/graphic":-7}}]}""")]
    [InlineData("""{"results":[{"category_scores":{"sexual":0.9,"violence/graphic":0.9}},{"category_scores":{}}]}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public async Task An_answer_that_says_something_else_is_no_finding(string answer)
    {
        await using var server = await ModelServer.StartAsync(answer);
        using var host = new RemoteHost(RemoteHost.OpenAI(server.Url));

        Assert.Empty(await host.AskAsync());
        Assert.Equal(CallOutcome.BadAnswer, host.Last.Outcome);
        Assert.NotNull(host.Last.Failure);
    }
}
