namespace Sluice.Server.Detection.Inference;

/// <summary>Writes a picture, or a part of one, as a network takes it.</summary>
internal delegate void PixelWriter<in T>(T item, Span<float> target);
