namespace Sluice.Server.Detection.Own;

/// <summary>How a picture of another shape fills the model's.</summary>
internal enum PictureFit
{
    /// <summary>All of it, stretched.</summary>
    Stretch,

    /// <summary>The largest part of the model's shape in its middle.</summary>
    Crop,
}
