namespace Sluice.Server.Detection;

/// <summary>Runs detectors over frames of all streams of the node.</summary>
internal interface IFrameJudge
{
    /// <summary>
    /// Decodes the JPEG and runs every detector that serves one of the wanted types. Waits in a bounded queue; a detector
    /// that fails or takes too long contributes nothing and is counted. Throws only when cancelled.
    /// </summary>
    ValueTask<JudgedFrame> JudgeAsync(
        ReadOnlyMemory<byte> jpeg,
        IReadOnlyList<string> riskTypes,
        IReadOnlyList<string> businessTypes,
        CancellationToken cancellationToken);
}
