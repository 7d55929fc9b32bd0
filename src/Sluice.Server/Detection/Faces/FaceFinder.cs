using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>Finds faces with BlazeFace, which sees squares of 256 pixels and tells of 896 places in them.</summary>
/// <param name="model">BlazeFace, of the kind for faces that are some metres away.</param>
/// <param name="check">Whether they are faces; null: what looks like one is one.</param>
/// <param name="from">The probability from which it may be a face.</param>
internal sealed class FaceFinder(OnnxModel model, FaceCheck? check, double from)
{
    public const string FileName = "blazeface.onnx";

    private const int Side = 256;
    private const int Numbers = 16;

    /// <summary>More are not told of.</summary>
    private const int MostFaces = 32;

    /// <summary>Boxes of which so much of both together is common are of the same face.</summary>
    private const float SameOfBoth = 0.3f;

    /// <summary>So much of the smaller one: a part of a face at the edge of a square is of the face that another square shows.</summary>
    private const float SameOfSmaller = 0.5f;

    /// <summary>How much room a portrait is given that fills its picture: the network wants to see what is around a face.</summary>
    private const float Room = 1.8f;

    // Pixels between places, and boxes at each: first of the fine grid, then of the coarse one.
    private static readonly (int Step, int Boxes, int Places)[] Grids = [(16, 2, 512), (32, 6, 384)];

    // What the network gives: boxes of the coarse grid, probabilities of the fine one, of the coarse one, boxes of the fine one.
    private static readonly (int Scores, int Boxes)[] OutputsOf = [(1, 3), (2, 0)];

    private readonly float _least = (float)Math.Log(from / (1 - from));

    public static ModelShape Shape { get; } = new([1, Side, Side, 3], [1, 384, Numbers], [1, 512, 1], [1, 384, 1], [1, 512, Numbers]);

    /// <summary>The faces of a picture, the surest first.</summary>
    /// <exception cref="ModelException">The network cannot be loaded.</exception>
    public IReadOnlyList<FaceBox> Find(Picture picture, CancellationToken cancellationToken)
    {
        List<FaceBox> found = [];
        foreach (var view in FaceViews.Of(picture, Side))
        {
            Find(picture, view, found, cancellationToken);
        }

        return Checked(picture, found, cancellationToken);
    }

    /// <summary>The largest face of a picture that shows one; null: none.</summary>
    /// <exception cref="ModelException">The network cannot be loaded.</exception>
    public FaceBox? FindPortrait(Picture picture, CancellationToken cancellationToken)
    {
        var faces = Find(picture, cancellationToken);
        if (faces.Count == 0)
        {
            List<FaceBox> found = [];
            Find(picture, FaceViews.Whole(picture, Room), found, cancellationToken);
            faces = Checked(picture, found, cancellationToken);
        }

        return faces.Count == 0 ? null : faces.MaxBy(face => face.Area);
    }

    private IReadOnlyList<FaceBox> Checked(Picture picture, List<FaceBox> found, CancellationToken cancellationToken)
    {
        var distinct = Distinct(found);
        return check?.Pass(picture, distinct, cancellationToken) ?? distinct;
    }

    private void Find(Picture picture, PictureArea view, List<FaceBox> found, CancellationToken cancellationToken)
    {
        var outputs = model.Run(
            [picture],
            (shown, target) => PictureTensor.Write(shown, view, Side, Side, PixelRange.MinusOneToOne, target),
            cancellationToken);
        for (var grid = 0; grid < Grids.Length; grid++)
        {
            var (scores, boxes) = (outputs[OutputsOf[grid].Scores], outputs[OutputsOf[grid].Boxes]);
            for (var place = 0; place < scores.Length; place++)
            {
                if (scores[place] >= _least)
                {
                    found.Add(Box(Grids[grid], place, scores[place], boxes.AsSpan(place * Numbers, 4), view));
                }
            }
        }
    }

    /// <summary>From the middle of its place and the network's numbers: by how much its middle is elsewhere, and its size.</summary>
    private static FaceBox Box((int Step, int Boxes, int Places) grid, int place, float score, ReadOnlySpan<float> numbers, PictureArea view)
    {
        var cell = place / grid.Boxes;
        var cells = Side / grid.Step;
        var (middleX, middleY) = (((cell % cells) + 0.5f) * grid.Step + numbers[0], ((cell / cells) + 0.5f) * grid.Step + numbers[1]);
        var scale = view.Width / Side;
        return new FaceBox(
            view.X + ((middleX - (numbers[2] / 2)) * scale),
            view.Y + ((middleY - (numbers[3] / 2)) * scale),
            numbers[2] * scale,
            numbers[3] * scale,
            1 / (1 + MathF.Exp(-score)));
    }

    private static List<FaceBox> Distinct(List<FaceBox> found)
    {
        List<FaceBox> distinct = [];
        foreach (var box in found.OrderByDescending(box => box.Probability))
        {
            if (distinct.Count < MostFaces && box is { Width: > 0, Height: > 0 } && !distinct.Exists(known => IsSame(known, box)))
            {
                distinct.Add(box);
            }
        }

        return distinct;
    }

    private static bool IsSame(FaceBox one, FaceBox other)
    {
        var common = one.Common(other);
        return common > SameOfBoth * (one.Area + other.Area - common) || common > SameOfSmaller * Math.Min(one.Area, other.Area);
    }
}
