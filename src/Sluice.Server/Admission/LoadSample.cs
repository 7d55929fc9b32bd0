namespace Sluice.Server.Admission;

/// <summary>How loaded this node was when it looked.</summary>
/// <param name="FrameWait">How long the frame that has waited longest has waited to be judged.</param>
/// <param name="Busy">The share of their time, 0 to 1, for which the workers that judge were busy since the look before.</param>
/// <param name="WriteWait">How long the write that has waited longest has waited for the store; zero while the store fails.</param>
internal sealed record LoadSample(TimeSpan FrameWait, double Busy, TimeSpan WriteWait)
{
    public static LoadSample None { get; } = new(TimeSpan.Zero, 0, TimeSpan.Zero);

    /// <summary>
    /// Below it, frames that wait do not wait for a worker: one stream may ask for more than its frames, one after the other, can
    /// get, and another stream would still find room. Not 1, since a worker that has just ended needs a moment to begin again.
    /// </summary>
    private const double AllBusy = 0.8;

    /// <summary>More is said than is recognised.</summary>
    public bool SpeechIsFull { get; init; }

    /// <summary>What there is no room for, in words that complete "this node is overloaded"; null when there is room.</summary>
    public string? Lack(TimeSpan maxWait) => this switch
    {
        { Busy: >= AllBusy } when FrameWait >= maxWait => "frames wait too long",
        _ when WriteWait >= maxWait => "the store is too slow",
        { SpeechIsFull: true } => "more is said than can be recognised",
        _ => null,
    };
}
