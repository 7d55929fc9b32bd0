using Sluice.Models.Onnx;

namespace Sluice.Tests.Detection.Own;

/// <summary>Writes a network whose three numbers are how red, how green and how blue a picture is on the average.</summary>
internal static class ColourNetwork
{
    public static readonly string[] Labels = ["red", "green", "blue"];

    /// <param name="path">The file.</param>
    /// <param name="input">Its input's lengths; three of them are the channels'.</param>
    /// <param name="factor">What the averages are multiplied by.</param>
    public static void Write(string path, long[] input, float factor = 1)
    {
        var graph = new OnnxGraph();
        graph.Input("picture", input);
        long[] sides = input[1] == 3 ? [2, 3] : [1, 2];
        var mean = graph.Add("ReduceMean", ["picture"], ("axes", sides), ("keepdims", 0L));
        var scaled = graph.Add("Mul", [mean, graph.Constant([factor], 1)]);
        graph.Output(scaled, "colours", [input[0], 3]);
        using var file = File.Create(path);
        graph.WriteTo(file);
    }
}
