using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sluice.Models;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Objects;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Models;

/// <summary>The network of things, against what the original runtime made of the same pictures.</summary>
public sealed class ObjectModelTests : IDisposable
{
    /// <summary>Of the maps' numbers the references have one in so many.</summary>
    private const int Every = 997;

    /// <summary>The size that it was frozen for.</summary>
    private const int Side = 512;

    private const string Middles = "tower_0/keypoints";
    private const string Edges = "tower_0/wh";
    private const string Things = "tower_0/detections";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-models-");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_maps_and_what_is_found_in_them_are_those_of_the_original_runtime(bool anySize)
    {
        var options = new ImportOptions { Outputs = [Middles, Edges], AnySize = anySize };
        ModelImporter.Import(ModelFiles.Original("centernet"), Target, options);
        using var model = new OnnxModel(Target, ObjectDetector.Shape.Of(Side, Side), 1, new FakeTimeProvider());

        foreach (var (pattern, expected) in References())
        {
            float[] picture = [.. ReferencePicture.Draw(pattern, Side).Select(value => value * 255)];
            var maps = model.Run(picture, 1, TestContext.Current.CancellationToken);

            Close(expected[Middles], maps[0].Where((_, at) => at % Every == 0));
            Close(expected[Edges], maps[1].Where((_, at) => at % Every == 0));
            // The least probable of the original's hundred may be another one by a hair.
            var found = ObjectMaps.Find(maps[0], maps[1], Side / ObjectMaps.Step, 0.06f);
            Assert.InRange(found.Count, 5, 99);
            Close(
                expected[Things].Take(found.Count * 6),
                found.SelectMany(thing => new[] { thing.Left, thing.Top, thing.Right, thing.Bottom, thing.Probability, thing.Class }));
        }
    }

    [Fact]
    public void An_output_that_is_not_there_is_an_error_that_names_those_that_are()
    {
        var failure = Assert.Throws<ModelImportException>(() => ModelImporter.Import(ModelFiles.Original("centernet"), Target, new ImportOptions { Outputs = [Middles, "other"] }));

        Assert.Contains("no output 'other'", failure.Message);
        Assert.Contains(Edges, failure.Message);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void An_output_that_needs_what_is_not_known_is_an_error_that_names_it()
    {
        var failure = Assert.Throws<ModelImportException>(() => ModelImporter.Import(ModelFiles.Original("centernet"), Target, new ImportOptions { Outputs = [Things] }));

        Assert.Contains("which is not known", failure.Message);
    }

    [Fact]
    public void A_model_of_layers_has_no_choice_of_outputs() => Assert.Contains(
        "has one output",
        Assert.Throws<ModelImportException>(
            () => ModelImporter.Import(ModelFiles.Original("mobilenet_v2"), Target, new ImportOptions { Outputs = ["x"] })).Message);

    public void Dispose() => _folder.Delete(recursive: true);

    private string Target => Path.Combine(_folder.FullName, "target.onnx");

    // Places are hundreds of pixels, of which floats keep fewer digits.
    private static void Close(IEnumerable<float> expected, IEnumerable<float> actual)
    {
        var (wanted, given) = (expected.ToArray(), actual.ToArray());
        Assert.Equal(wanted.Length, given.Length);
        Assert.All(wanted.Zip(given), pair => Assert.Equal(pair.First, pair.Second, 0.001f * Math.Max(1, Math.Abs(pair.First) / 100)));
    }

    private static Dictionary<string, Dictionary<string, float[]>> References()
    {
        var file = Path.Combine(DocumentationTests.Root, "tests", "Sluice.Tests", "Models", "References", "centernet.json");
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, float[]>>>(File.ReadAllText(file))!;
    }
}
