namespace Sluice.Server.Detection;

/// <summary>Runs detectors over frames of all streams of the node.</summary>
internal interface IFrameJudge
{
    /// <summary>
    /// Decodes the JPEG and runs every detector that serves one of the wanted types. Waits in a bounded queue; a detector
    /// that fails or takes too long contributes nothing and is counted. Throws only when cancelled.
    /// </summary>
    /// <param name="frame">
    /// The JPEG, asked for once when its turn comes, so that it can be newer than the wait is long; null: none is worth judging any
    /// more. It is not read any more when the task is complete.
    /// </param>
    /// <param name="wants">What is looked for.</param>
    /// <param name="cancellationToken">Whoever asked does not want it any more.</param>
    /// <returns>Null when <paramref name="frame"/> gave none.</returns>
    ValueTask<JudgedFrame?> JudgeAsync(
        Func<ReadOnlyMemory<byte>?> frame,
        FrameWants wants,
        CancellationToken cancellationToken);
}
