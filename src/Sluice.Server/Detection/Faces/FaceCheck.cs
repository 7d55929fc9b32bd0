using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>
/// Looks at what was found once more, with FaceMesh, which lays a mesh over a face and says whether it fits: a cat's face and a chance
/// pattern look like a face at first.
/// </summary>
/// <param name="model">FaceMesh.</param>
/// <param name="from">How well the mesh must fit, 0 to 1.</param>
internal sealed class FaceCheck(OnnxModel model, double from)
{
    public const string FileName = "facemesh.onnx";

    private const int Side = 192;

    /// <summary>The output that says whether it is a face; the others are the mesh.</summary>
    private const int Flag = 1;

    public static ModelShape Shape { get; } = new([-1, Side, Side, 3], [-1, 1404], [-1, 1], [-1, 266]);

    /// <summary>Faces looked at together. More gain nothing and cost memory.</summary>
    private const int Together = 8;

    /// <summary>Those that are faces. Where the network cannot be used, all of them.</summary>
    public IReadOnlyList<FaceBox> Pass(Picture picture, IReadOnlyList<FaceBox> faces, CancellationToken cancellationToken)
    {
        try
        {
            return [.. faces.Chunk(Together).SelectMany(some =>
                some.Zip(Fit(picture, some, cancellationToken)).Where(each => each.Second >= from).Select(each => each.First))];
        }
        catch (ModelException)
        {
            // The model has told of it.
            picture.LacksFindings = true;
            return faces;
        }
    }

    /// <summary>How well a mesh fits each, 0 to 1.</summary>
    /// <exception cref="ModelException">The network cannot be loaded.</exception>
    public float[] Fit(Picture picture, IReadOnlyList<FaceBox> faces, CancellationToken cancellationToken) => model.Run(
        faces,
        (face, target) => PictureTensor.Write(picture, face.Surroundings, Side, Side, PixelRange.ZeroToOne, target),
        cancellationToken)[Flag];
}
