using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using SkiaSharp;
using Sluice.Cli.Commands;
using Sluice.SystemTests.Order;
using Sluice.Tests.Cli;
using Sluice.Tests.Detection.Remote;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Detection.Own;

/// <summary>The four configurations of docs/detection.md, run as they stand there but for the address of the endpoint.</summary>
[TakesSeconds(30)]
public sealed partial class DocumentedModelsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-documented-");

    [Fact]
    public async Task The_ONNX_file_judges()
    {
        // Once mean and deviation are applied, a picture of one colour is beyond doubt.
        ColourNetwork.Write(Path.Combine(_folder.FullName, "weapons.onnx"), [-1, 3, 224, 224]);
        await ConfigureAsync(0);

        var frames = await JudgeAsync("--types", "VIOLENT", Picture(SKColors.Red), Picture(SKColors.Lime), Picture(SKColors.Blue));

        Assert.Equal(["PASS", "REVIEW", "REJECT"], frames.Select(frame => (string)frame["riskLevel"]!));
        Assert.Equal(["Normal", "Violence:Weapon:Knife", "Violence:Weapon:Gun"], frames.Select(frame => (string)frame["riskDescription"]!));
        Assert.StartsWith("✓ own:weapons", await CheckAsync());
    }

    [Fact]
    public async Task The_moderation_endpoint_judges()
    {
        await using var server = await ModelServer.StartAsync(
            """{"results":[{"category_scores":{"sexual":0.5,"violence/graphic":0.2,"self-harm":0.7}}]}""");
        await ConfigureAsync(1, server.Url);

        var frame = Assert.Single(await JudgeAsync("--types", "EROTIC_VIOLENT", Picture(SKColors.Red)));

        Assert.Equal(
            ["Violence:Self-harm:Self-harm", "Porn:Porn:Porn"], frame["allLabels"]!.AsArray().Select(label => (string)label!["riskDescription"]!));
        Assert.StartsWith("✓ own:openai", await CheckAsync());
    }

    [Fact]
    public async Task The_served_model_judges()
    {
        await using var server = await ModelServer.StartAsync((context, question) => context.Response.WriteAsync(question.Method == "GET"
            ? """{"name":"scenes","inputs":[{"name":"x","datatype":"FP32","shape":[-1,224,224,3]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1,3]}]}"""
            : """{"model_name":"scenes","outputs":[{"name":"y","datatype":"FP32","shape":[1,3],"data":[0.1,0.2,0.7]}]}"""));
        await ConfigureAsync(2, server.Url);

        var frame = Assert.Single(await JudgeAsync("--business", "SCENERY", Picture(SKColors.Red)));

        var label = Assert.Single(frame["businessLabels"]!.AsArray())!;
        Assert.Equal(("scenery", "indoors", "stage", 0.7), (
            (string)label["businessLabel1"]!, (string)label["businessLabel2"]!, (string)label["businessLabel3"]!, (double)label["probability"]!));
        Assert.StartsWith("✓ own:scenes", await CheckAsync());
    }

    [Fact]
    public async Task The_served_model_of_sound_is_tried_with_five_parts_of_silence()
    {
        var numbers = string.Join(',', Enumerable.Repeat("-1.5,-2,-3,-4", 5));
        await using var server = await ModelServer.StartAsync((context, question) => context.Response.WriteAsync(question.Method == "GET"
            ? """{"name":"audio-tags","inputs":[{"name":"x","datatype":"FP32","shape":[-1,-1]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1,4]}]}"""
            : $$"""{"model_name":"audio-tags","outputs":[{"name":"y","datatype":"FP32","shape":[5,4],"data":[{{numbers}}]}]}"""));
        await ConfigureAsync(3, server.Url);

        Assert.StartsWith("✓ own:sound:moans", await CheckAsync());
        var head = int.Parse(server.Questions.Last().Headers["Inference-Header-Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal([5, 32_000], JsonNode.Parse(server.Questions.Last().Body.AsSpan(0, head))!["inputs"]![0]!["shape"]!.AsArray().Select(length => (int)length!));
    }

    [Fact]
    public async Task A_model_that_does_not_judge_is_named_by_the_check_of_models()
    {
        await using var server = await ModelServer.StartAsync("nonsense");
        await ConfigureAsync(1, server.Url);
        Assert.Equal($"✗ own:openai  {server.Url}: the answer to POST /v1/moderations is no JSON", await CheckAsync());

        // weapons.onnx is not there.
        await ConfigureAsync(0);
        Assert.StartsWith("✗ own:weapons  Sluice:Detection:Models:weapons:File: there is no file '", await CheckAsync());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task ConfigureAsync(int example, string? url = null)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(DocumentationTests.Root, "docs", "detection.md"), TestContext.Current.CancellationToken);
        var section = page[page.IndexOf("## Your own models", StringComparison.Ordinal)..];
        var examples = Example().Matches(section);
        Assert.Equal(4, examples.Count);
        var settings = JsonNode.Parse(examples[example].Groups[1].Value)!;
        settings["Sluice"]!["Detection"]!["ModelFolder"] = _folder.FullName;
        settings["Sluice"]!["Detection"]!["DetectorTimeout"] = "00:01:00";
        if (url is not null)
        {
            var detection = settings["Sluice"]!["Detection"]!;
            var model = (detection["Models"] ?? detection["SoundModels"])!.AsObject().Single().Value!;
            Assert.NotNull(model["Url"]);
            model["Url"] = url;
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "sluice.json"), settings.ToJsonString(), TestContext.Current.CancellationToken);
    }

    private async Task<JsonNode[]> JudgeAsync(params string[] arguments)
    {
        var run = await CommandRun.RunAsync(new JudgeCommand(TimeProvider.System), ["judge", .. arguments, "--data", _folder.FullName]);
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["frameDetail"]!)];
    }

    /// <summary>What the check says of the own model.</summary>
    private async Task<string> CheckAsync()
    {
        var run = await CommandRun.RunAsync(new ModelsCommand(), "models", "check", "--data", _folder.FullName);
        return Assert.Single(run.Output.Split('\n'), line => line.Contains("own:", StringComparison.Ordinal));
    }

    private string Picture(SKColor colour)
    {
        using var picture = new TestPicture(320, 180, colour);
        var path = Path.Combine(_folder.FullName, $"{colour}.png");
        File.WriteAllBytes(path, picture.Png());
        return path;
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
