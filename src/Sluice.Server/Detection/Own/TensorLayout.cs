namespace Sluice.Server.Detection.Own;

/// <summary>In which order a picture's numbers stand.</summary>
internal enum TensorLayout
{
    /// <summary>Pixel after pixel, each with its three channels: TensorFlow.</summary>
    Nhwc,

    /// <summary>Channel after channel: PyTorch.</summary>
    Nchw,
}
