namespace Sluice.Server.Detection.Inference;

/// <summary>What a network takes and gives. -1 is any number: the first is that of pictures judged together.</summary>
/// <param name="Input">
/// Pictures, rows, columns, channels; or, where <see cref="ChannelsFirst"/>, pictures, channels, rows, columns; of a network that hears, sounds
/// and samples.
/// </param>
/// <param name="Outputs">Each output's dimensions, in the network's order; none: whatever it gives.</param>
internal sealed record ModelShape(int[] Input, params int[][] Outputs)
{
    /// <summary>What it takes after the first, in the network's order.</summary>
    public int[][] More { get; init; } = [];

    /// <summary>Each colour of a picture is for itself, as PyTorch and Paddle have it.</summary>
    public bool ChannelsFirst { get; init; }

    /// <summary>Pictures of any size; a network that hears takes none.</summary>
    public bool TakesAnySize => Input.Length > 2 && Width < 0;

    public int Height => Input[ChannelsFirst ? 2 : 1];

    public int Width => Input[ChannelsFirst ? 3 : 2];

    /// <summary>How many numbers one picture is.</summary>
    public int Length => Input.Skip(1).Aggregate(1, (product, length) => product * length);

    /// <summary>Of pictures of one size, for a network that takes any.</summary>
    public ModelShape Of(int height, int width) =>
        this with { Input = ChannelsFirst ? [Input[0], Input[1], height, width] : [Input[0], height, width, .. Input[3..]] };

    /// <summary>A classifier of square pictures.</summary>
    public static ModelShape Square(int side, int outputs) => new([-1, side, side, 3], [-1, outputs]);
}
