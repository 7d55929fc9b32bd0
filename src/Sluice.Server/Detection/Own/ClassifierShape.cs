using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Own;

/// <summary>The pictures that a classifier takes.</summary>
/// <param name="Layout">In which order their numbers stand.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="IsBatched">It takes several at once, or one as the first of several; else one and no more.</param>
/// <param name="TakesMany">It takes several at once.</param>
internal sealed record ClassifierShape(TensorLayout Layout, int Width, int Height, bool IsBatched, bool TakesMany)
{
    public const int Channels = 3;
    public const int LargestSide = 4096;

    /// <summary>How many numbers one picture is.</summary>
    public int Length => Width * Height * Channels;

    /// <summary>The lengths of so many pictures' numbers.</summary>
    public int[] Dimensions(int count)
    {
        int[] one = Layout == TensorLayout.Nhwc ? [Height, Width, Channels] : [Channels, Height, Width];
        return IsBatched ? [count, .. one] : one;
    }

    /// <summary>Finds it in what the model declares and in what is configured, which must agree. Null: they do not, or leave it open.</summary>
    /// <param name="declared">The lengths of the model's input; -1 is any.</param>
    /// <param name="input">What is configured.</param>
    /// <param name="problems">Each names the setting within the model's section, or begins with <c>it</c>.</param>
    public static ClassifierShape? Find(IReadOnlyList<long> declared, PictureInputOptions input, ICollection<string> problems)
    {
        if (declared.Count is not (3 or 4) || (declared.Count == 4 && declared[0] is not (1 or < 0)))
        {
            problems.Add($"it takes {Said(declared)}, which is no picture");
            return null;
        }

        var isBatched = declared.Count == 4;
        var picture = declared.Skip(isBatched ? 1 : 0).ToArray();
        var layout = input.Layout ?? (IsChannels(picture[2]), IsChannels(picture[0])) switch
        {
            (true, false) => TensorLayout.Nhwc,
            (false, true) => TensorLayout.Nchw,
            _ => null,
        };
        if (layout is null)
        {
            problems.Add($"{nameof(OwnModelOptions.Input)}:{nameof(input.Layout)}: must be set: the model takes {Said(declared)}");
            return null;
        }

        var (channels, height, width) = layout == TensorLayout.Nhwc ? (picture[2], picture[0], picture[1]) : (picture[0], picture[1], picture[2]);
        if (channels >= 0 && !IsChannels(channels))
        {
            problems.Add($"it takes {Said(declared)}, which is no picture of three colours ({layout})");
            return null;
        }

        var (wide, high) = (Side(nameof(input.Width), input.Width, width, problems), Side(nameof(input.Height), input.Height, height, problems));
        return wide > 0 && high > 0 ? new ClassifierShape(layout.Value, wide, high, isBatched, isBatched && declared[0] < 0) : null;
    }

    /// <summary>What a network in a file must take; it may give anything.</summary>
    public ModelShape ToModelShape() => new([-1, .. Dimensions(1).Skip(1)]);

    private static bool IsChannels(long length) => length == Channels;

    private static int Side(string setting, int? configured, long declared, ICollection<string> problems)
    {
        var key = $"{nameof(OwnModelOptions.Input)}:{setting}";
        switch (configured)
        {
            case null when declared > LargestSide:
                problems.Add($"it takes pictures of {declared} pixels, and at most {LargestSide} are given");
                return 0;
            case null when declared >= 2:
                return (int)declared;
            case null:
                problems.Add($"{key}: must be set: the model does not say");
                return 0;
            case < 2 or > LargestSide:
                problems.Add($"{key}: must be from 2 to {LargestSide}");
                return 0;
            case { } side when declared >= 0 && declared != side:
                problems.Add($"{key}: must be {declared}: the model takes no other");
                return 0;
            case { } side:
                return side;
        }
    }

    private static string Said(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
