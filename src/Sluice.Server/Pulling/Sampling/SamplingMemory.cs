namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// What the pulls of a stream learned about how to sample it, kept for its next attempts. A stream begins with the mode that
/// fills every slot of any source. Each time keyframes alone turn out not to do, or the switch to them fails, it is longer
/// until they are tried again: twice as long, up to an hour.
/// </summary>
internal sealed class SamplingMemory
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private TimeSpan _pause = FirstPause;
    private TimeSpan _rest;
    private long _failedAt;

    /// <summary>What the next child decodes.</summary>
    public SamplingMode Mode { get; private set; }

    /// <summary>The last child found no video, and could not be told how to decode it.</summary>
    public bool HasNoVideo { get; private set; }

    /// <summary>
    /// The source may send sound at once and video later: it was taken for one without video after a short look, or has both and does not
    /// say so. The next children wait for its video longer.
    /// </summary>
    public bool LooksLong { get; set; }

    /// <summary>Keyframes alone may be tried now.</summary>
    public bool MayTryKeyframes(TimeProvider time) => _rest == TimeSpan.Zero || time.GetElapsedTime(_failedAt) >= _rest;

    public void OnNoVideo() => HasNoVideo = true;

    /// <summary>The source has video.</summary>
    /// <param name="isFlvWithBoth">It has sound as well, and neither needs to be there at once.</param>
    public void OnVideo(bool isFlvWithBoth)
    {
        HasNoVideo = false;
        LooksLong = isFlvWithBoth;
    }

    public void OnKeyframesDo() => Mode = SamplingMode.Keyframes;

    /// <summary>Keyframes alone do not do, or the source did not let the switch to them happen.</summary>
    public void OnKeyframesFail(TimeProvider time)
    {
        Mode = SamplingMode.AllButBidirectional;
        (_rest, _failedAt) = (_pause, time.GetTimestamp());
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}
