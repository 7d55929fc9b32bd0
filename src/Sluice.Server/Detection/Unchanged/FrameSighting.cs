namespace Sluice.Server.Detection.Unchanged;

/// <summary>A frame beside what its stream's memory holds. The default: it was not compared.</summary>
/// <param name="Signature">Its own; null when it was not compared.</param>
/// <param name="At">When it was compared, on the memory's clock.</param>
/// <param name="StillFor">How long the stream's picture has been as it is.</param>
/// <param name="Known">What was found when the same picture was judged; null: it must be judged.</param>
internal readonly record struct FrameSighting(PictureSignature? Signature, long At, TimeSpan StillFor, JudgedFrame? Known);
