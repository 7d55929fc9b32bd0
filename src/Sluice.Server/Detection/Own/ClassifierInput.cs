using System.Buffers;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Own;

/// <summary>Writes pictures as a classifier takes them.</summary>
internal sealed class ClassifierInput(ClassifierShape shape, PictureInputOptions options)
{
    private const int Channels = ClassifierShape.Channels;
    private readonly float[] _mean = options.Mean ?? [0, 0, 0];
    private readonly float[] _deviation = options.Deviation ?? [1, 1, 1];
    private readonly bool _isPlain = shape.Layout == TensorLayout.Nhwc && options is { Order: ChannelOrder.Rgb, Mean: null, Deviation: null };

    public ClassifierShape Shape => shape;

    /// <param name="picture">Scaled by the four pixels around each point, corners upon corners.</param>
    /// <param name="target">As many numbers as <see cref="ClassifierShape.Length"/>.</param>
    public void Write(Picture picture, Span<float> target)
    {
        var area = options.Fit == PictureFit.Crop ? Middle(picture) : PictureArea.Whole(picture);
        var range = new PixelRange(options.Black, options.White);
        if (_isPlain)
        {
            PictureTensor.Write(picture, area, shape.Width, shape.Height, range, target);
            return;
        }

        var pixels = ArrayPool<float>.Shared.Rent(shape.Length);
        try
        {
            PictureTensor.Write(picture, area, shape.Width, shape.Height, range, pixels);
            Arrange(pixels.AsSpan(0, shape.Length), target);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pixels);
        }
    }

    private void Arrange(ReadOnlySpan<float> pixels, Span<float> target)
    {
        var (step, plane) = shape.Layout == TensorLayout.Nhwc ? (Channels, 1) : (1, shape.Width * shape.Height);
        for (var colour = 0; colour < Channels; colour++)
        {
            var (mean, deviation) = (_mean[colour], _deviation[colour]);
            var to = plane * (options.Order == ChannelOrder.Rgb ? colour : Channels - 1 - colour);
            for (var from = colour; from < pixels.Length; from += Channels, to += step)
            {
                target[to] = (pixels[from] - mean) / deviation;
            }
        }
    }

    private PictureArea Middle(Picture picture)
    {
        var scale = Math.Min((float)picture.Width / shape.Width, (float)picture.Height / shape.Height);
        var (width, height) = (scale * shape.Width, scale * shape.Height);
        return new PictureArea(Math.Max(0, (picture.Width - width) / 2), Math.Max(0, (picture.Height - height) / 2), width, height);
    }
}
