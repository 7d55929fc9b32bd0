namespace Sluice.Server.Detection;

/// <summary>A frame decoded once for all detectors.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bgra">Rows top to bottom, 4 bytes a pixel, no padding. May be longer than the picture (pooled).</param>
/// <param name="Luma">The grey picture, 1 byte a pixel, no padding. May be longer than the picture (pooled).</param>
internal sealed record Picture(int Width, int Height, ReadOnlyMemory<byte> Bgra, ReadOnlyMemory<byte> Luma);
