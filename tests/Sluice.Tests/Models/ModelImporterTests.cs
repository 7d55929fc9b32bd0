using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sluice.Models;
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
    public void An_imported_model_gives_the_numbers_of_the_original_runtime(string name, int side)
    {
        var target = Path.Combine(_folder.FullName, $"{name}.onnx");
        ModelImporter.Import(ModelFiles.Original(name), target);
        using var model = new OnnxModel(target, ModelShape.Square(side, 5), 1, new FakeTimeProvider());

        foreach (var (pattern, expected) in References(name))
        {
            var numbers = model.Run(ReferencePicture.Draw(pattern, side), 1, TestContext.Current.CancellationToken)[0];

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

    private string Copy(string name, Func<byte[], byte[]> change)
    {
        var original = ModelFiles.Original(name);
        var copy = Path.Combine(_folder.FullName, "model.json");
        File.Copy(original, copy);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "group1-shard1of1"), change(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(original)!, "group1-shard1of1"))));
        return copy;
    }
}
