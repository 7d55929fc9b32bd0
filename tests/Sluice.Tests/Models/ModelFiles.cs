using Sluice.Server.Detection.Inference;

namespace Sluice.Tests.Models;

/// <summary>The models that set-up fetched and converted.</summary>
internal static class ModelFiles
{
    /// <summary>One that was converted.</summary>
    public static string Onnx(string file) => There(Path.Combine(ModelFolder.Default, file));

    /// <summary><c>model.json</c> of one as it was fetched.</summary>
    public static string Original(string name) => There(Path.Combine(ModelFolder.Default, "tfjs", name, "model.json"));

    private static string There(string path)
    {
        Assert.True(File.Exists(path), $"{path} is missing: ./test fetches it, where npm is installed and there is a network");
        return path;
    }
}
