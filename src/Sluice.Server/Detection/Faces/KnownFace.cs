namespace Sluice.Server.Detection.Faces;

/// <summary>A face of the gallery.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Descriptor">Of length 1.</param>
internal sealed record KnownFace(string Name, float[] Descriptor);
