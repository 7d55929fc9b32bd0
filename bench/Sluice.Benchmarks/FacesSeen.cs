using System.Globalization;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Inference;

namespace Sluice.Benchmarks;

/// <summary>What looks a little like a face in pictures: its probability, how well a mesh fits it, and how similar it is to the first of all.</summary>
internal static class FacesSeen
{
    public const string Name = "faces-seen";

    public static void Run(IReadOnlyList<string> files)
    {
        using var finding = new OnnxModel(Path.Combine(ModelFolder.Default, FaceFinder.FileName), FaceFinder.Shape, 1, TimeProvider.System);
        using var reading = new OnnxModel(Path.Combine(ModelFolder.Default, FaceReader.FileName), FaceReader.Shape, 1, TimeProvider.System);
        using var checking = new OnnxModel(Path.Combine(ModelFolder.Default, FaceCheck.FileName), FaceCheck.Shape, 1, TimeProvider.System);
        var check = new FaceCheck(checking, 0.5);
        var (finder, reader) = (new FaceFinder(finding, null, 0.2), new FaceReader(reading));
        float[]? first = null;
        foreach (var file in files)
        {
            using var picture = PortraitDecoder.Decode(File.ReadAllBytes(file));
            Console.WriteLine($"{Path.GetFileName(file)} {picture.Width}x{picture.Height}");
            foreach (var face in finder.Find(picture, CancellationToken.None))
            {
                var traits = reader.Read([(picture, face)], CancellationToken.None)[0];
                first ??= traits.Descriptor;
                var (group, probability) = AgeGroup.Of(traits.Ages);
                var years = traits.Ages.Select((part, age) => part * age).Sum();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {face.Probability:0.00} {check.Fit(picture, [face], CancellationToken.None)[0]:0.00} at {face.X:0} {face.Y:0} {face.Width:0}x{face.Height:0}: male {traits.Male:0.00}, {years:0} years, "
                    + $"{group.Name} {probability:0.00}; similarity {FaceReader.Similarity(first, traits.Descriptor):0.000}"));
            }
        }
    }
}
