using System.Numerics;
using System.Runtime.InteropServices;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>Describes faces with HSE-FaceRes: age, gender, and numbers that are alike for faces of one person.</summary>
internal sealed class FaceReader(OnnxModel model)
{
    public const string FileName = "faceres.onnx";

    public const int Side = 224;
    private const int Ages = 100;
    private const int Numbers = 1024;

    /// <summary>Faces described together. More gain nothing and cost memory.</summary>
    private const int Together = 8;

    public static ModelShape Shape { get; } = new([-1, Side, Side, 3], [-1, 1], [-1, Numbers], [-1, Ages]);

    /// <summary>Each described, in their order; they may be of several pictures.</summary>
    /// <exception cref="ModelException">The network cannot be loaded.</exception>
    public IReadOnlyList<FaceTraits> Read(IReadOnlyList<(Picture Picture, FaceBox Face)> faces, CancellationToken cancellationToken)
    {
        List<FaceTraits> traits = new(faces.Count);
        foreach (var some in faces.Chunk(Together))
        {
            var outputs = model.Run(
                some,
                (face, target) => PictureTensor.Write(face.Picture, face.Face.Surroundings, Side, Side, PixelRange.Bytes, target),
                cancellationToken);
            for (var i = 0; i < some.Length; i++)
            {
                var descriptor = outputs[1].AsSpan(i * Numbers, Numbers).ToArray();
                Normalize(descriptor);
                traits.Add(new FaceTraits(outputs[0][i], outputs[2].AsSpan(i * Ages, Ages).ToArray(), descriptor));
            }
        }

        return traits;
    }

    /// <summary>The cosine of the angle between two descriptors of length 1: 1 for the same face.</summary>
    public static float Similarity(float[] one, float[] other)
    {
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < ones.Length; i++)
        {
            sum += ones[i] * others[i];
        }

        return Vector.Sum(sum);
    }

    private static void Normalize(float[] descriptor)
    {
        var length = MathF.Sqrt(Similarity(descriptor, descriptor));
        for (var i = 0; i < descriptor.Length && length > 0; i++)
        {
            descriptor[i] /= length;
        }
    }
}
