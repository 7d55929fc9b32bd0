using System.Runtime.Intrinsics;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Text;

/// <summary>Reads a line of Chinese or Latin letters with PP-OCRv4's recogniser.</summary>
internal sealed class LineReader(OnnxModel model, LineDictionary dictionary)
{
    public const string FileName = "ppocr_lines.onnx";

    /// <summary>Pixels of a line's height as the network is shown it.</summary>
    public const int Height = 48;

    /// <summary>Lines are shown in widths of a multiple of it: fewer widths take less memory.</summary>
    private const int Multiple = 32;

    /// <summary>The network was trained with lines of this width: what is shorter has grey behind it.</summary>
    private const int Shortest = 320;

    /// <summary>What is longer is made narrower: more would take long, and a line has its end.</summary>
    private const int Longest = 2560;

    // From -1 to 1.
    private static readonly Vector128<float> Factor = Vector128.Create(2 / 255f);
    private static readonly Vector128<float> Offset = Vector128.Create(-1f);

    public static ModelShape Shape { get; } = new([-1, 3, Height, -1], [-1, -1, LineDictionary.Classes]) { ChannelsFirst = true };

    /// <exception cref="ModelException">The network or its dictionary cannot be loaded.</exception>
    public ReadText Read(Picture picture, TextBox box, CancellationToken cancellationToken)
    {
        if (!box.IsUpright)
        {
            return ReadAlong(picture, box, cancellationToken);
        }

        // Nothing says which of the two it is.
        var (down, up) = (ReadAlong(picture, box.Downwards, cancellationToken), ReadAlong(picture, box.Upwards, cancellationToken));
        return down.Probability >= up.Probability ? down : up;
    }

    private ReadText ReadAlong(Picture picture, TextBox box, CancellationToken cancellationToken)
    {
        var characters = dictionary.Characters();
        var width = Math.Clamp((int)MathF.Ceiling(Height * box.Width / box.Height), 1, Longest);
        var size = Shape.Of(Height, Math.Max(Shortest, (width + Multiple - 1) / Multiple * Multiple));
        return model.Run(
            [picture],
            size,
            (shown, target) =>
            {
                target.Clear();
                new PictureSampler(shown).Write(box, width, Height, size.Width, Factor, Offset, target);
            },
            steps => LineDecoder.Decode(steps[0], characters),
            cancellationToken);
    }
}
