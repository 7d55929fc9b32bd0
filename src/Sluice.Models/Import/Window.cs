namespace Sluice.Models.Import;

/// <summary>How a convolution or a pool moves over a picture: rows, then columns.</summary>
/// <param name="Size">Of the window.</param>
/// <param name="Strides">Its steps.</param>
/// <param name="Dilations">Distance of the pixels that it takes; 1 is next to each other.</param>
/// <param name="Same">TensorFlow's "same": as many results as steps fit, more padding after than before. Else none ("valid").</param>
internal sealed record Window(long[] Size, long[] Strides, long[] Dilations, bool Same)
{
    public IEnumerable<(string, object)> Attributes =>
    [
        ("kernel_shape", Size),
        ("strides", Strides),
        ("auto_pad", Same ? "SAME_UPPER" : "VALID"),
    ];
}
