namespace Sluice.Server.Pulling.Sampling;

/// <summary>A keyframe as it came from the source, before it was decoded.</summary>
/// <param name="Pts">When it is shown; the child's media begins at 0.</param>
/// <param name="Dts">When it is decoded. Earlier than <paramref name="Pts"/>: frames are reordered, so there are B-frames.</param>
/// <param name="Content">Its size and checksum: the same for every player. Zero: not known.</param>
internal readonly record struct Keyframe(TimeSpan Pts, TimeSpan Dts, ulong Content = 0)
{
    // Timestamps in milliseconds are rounded.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(2);

    public bool IsReordered => Pts - Dts > Rounding;
}
