namespace Sluice.Server.Detection.Own;

/// <summary>In which order a model takes colours.</summary>
internal enum ChannelOrder
{
    Rgb,
    Bgr,
}
