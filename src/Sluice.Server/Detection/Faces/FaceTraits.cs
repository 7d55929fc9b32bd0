namespace Sluice.Server.Detection.Faces;

/// <summary>What the network makes of a face.</summary>
/// <param name="Male">0 to 1: how probable it is a man's; else a woman's.</param>
/// <param name="Ages">How probable each age from 0 to 99 is.</param>
/// <param name="Descriptor">The face as 1,024 numbers; of length 1.</param>
internal sealed record FaceTraits(float Male, float[] Ages, float[] Descriptor);
