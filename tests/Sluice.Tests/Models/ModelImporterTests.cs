using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sluice.Models;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Inference;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Models;

public sealed class ModelImporterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-models-");

    [Theory]
    [InlineData("mobilenet_v2", 224)]
    [InlineData("mobilenet_v2_mid", 224)]
    [InlineData("inception_v3", 299)]
    [InlineData("blazeface", 256)]
    [InlineData("facemesh", 192)]
    [InlineData("faceres", 224, 255)]
    public void An_imported_model_gives_the_numbers_of_the_original_runtime(string name, int side, float white = 1)
    {
        var target = Path.Combine(_folder.FullName, $"{name}.onnx");
        ModelImporter.Import(ModelFiles.Original(name), target);
        using var model = new OnnxModel(target, ShapeOf(name, side), 1, new FakeTimeProvider());

        foreach (var (pattern, expected) in References(name))
        {
            float[] picture = [.. ReferencePicture.Draw(pattern, side).Select(value => value * white)];
            var outputs = model.Run(picture, 1, TestContext.Current.CancellationToken);

            float[] numbers = [.. outputs.SelectMany(Kept)];
            Assert.Equal(expected.Length, numbers.Length);
            Assert.All(expected.Zip(numbers), pair => Assert.Equal(pair.First, pair.Second, 0.001f));
        }
    }

    [Fact]
    public void Weights_that_are_cut_off_are_an_error_that_names_them()
    {
        var model = Copy("mobilenet_v2", bytes => bytes[..^100_000]);

        var failure = Assert.Throws<ModelImportException>(() => ModelImporter.Import(model, Target));

        Assert.Contains("files are missing or cut off", failure.Message);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void Weights_that_are_too_long_are_an_error()
    {
        var model = Copy("mobilenet_v2", bytes => [.. bytes, 0, 0, 0]);

        Assert.Contains("3 bytes longer", Assert.Throws<ModelImportException>(() => ModelImporter.Import(model, Target)).Message);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"modelTopology":{"node":[]},"weightsManifest":[{"paths":["../secret"],"weights":[]}]}""")]
    [InlineData("""{"modelTopology":{"node":[]},"weightsManifest":[]}""")]
    [InlineData("""{"modelTopology":{"model_config":{"config":{"layers":[{"name":"x","class_name":"Lambda","config":{},"inbound_nodes":[]}]}}},"weightsManifest":[]}""")]
    [InlineData("""{"modelTopology":{"node":[{"name":"x","op":"Lambda"}]},"weightsManifest":[],"signature":{"inputs":{},"outputs":{"x":{"name":"x:0","tensorShape":{"dim":[]}}}}}""")]
    [InlineData("""{"modelTopology":{"node":[{"name":"x","op":"Identity","input":["x"]}]},"weightsManifest":[],"signature":{"inputs":{},"outputs":{"x":{"name":"x:0","tensorShape":{"dim":[]}}}}}""")]
    [InlineData("""{"modelTopology":{"node":[{"name":"x","op":"Relu","input":["y"]},{"name":"y","op":"Relu","input":["x"]}]},"weightsManifest":[],"signature":{"inputs":{},"outputs":{"x":{"name":"x:0","tensorShape":{"dim":[]}}}}}""")]
    [InlineData("""{"modelTopology":{"node":[]},"weightsManifest":[{"paths":["model.json"],"weights":[{"name":"w","shape":[2000000000],"dtype":"float32"}]}]}""")]
    public void What_is_no_model_that_is_known_is_an_error(string json)
    {
        var model = Path.Combine(_folder.FullName, "model.json");
        File.WriteAllText(model, json);

        Assert.Throws<ModelImportException>(() => ModelImporter.Import(model, Target));
        Assert.False(File.Exists(Target));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Target => Path.Combine(_folder.FullName, "target.onnx");

    private static Dictionary<string, float[]> References(string name)
    {
        var file = Path.Combine(DocumentationTests.Root, "tests", "Sluice.Tests", "Models", "References", $"{name}.json");
        return JsonSerializer.Deserialize<Dictionary<string, float[]>>(File.ReadAllText(file))!;
    }

    private static ModelShape ShapeOf(string name, int side) => name switch
    {
        "blazeface" => FaceFinder.Shape,
        "facemesh" => FaceCheck.Shape,
        "faceres" => FaceReader.Shape,
        _ => ModelShape.Square(side, 5),
    };

    /// <summary>What make.mjs keeps of an output.</summary>
    private static IEnumerable<float> Kept(float[] output) => output.Length > 1024 ? output.Where((_, i) => i % 13 == 0) : output;

    private string Copy(string name, Func<byte[], byte[]> change)
    {
        var original = ModelFiles.Original(name);
        var copy = Path.Combine(_folder.FullName, "model.json");
        File.Copy(original, copy);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "group1-shard1of1"), change(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(original)!, "group1-shard1of1"))));
        return copy;
    }
}
