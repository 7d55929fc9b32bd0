using System.Buffers;

namespace Sluice.Server.Detection.Sound;

/// <summary>Listens to the sound of all streams of the node. A detector that fails or takes too long contributes nothing and is counted.</summary>
internal interface ISoundJudge
{
    /// <summary>Whether anybody speaks. Where the network that hears voices cannot be used, whether anything can be heard.</summary>
    /// <param name="pcm">16 kHz mono signed 16-bit little-endian, whole samples in each part. Not read any more once the task has ended.</param>
    /// <param name="cancellationToken">Nobody wants to know any more.</param>
    Task<bool> HasVoiceAsync(ReadOnlySequence<byte> pcm, CancellationToken cancellationToken);

    /// <summary>What the detectors of sound hear that serve one of the types.</summary>
    /// <param name="pcm">As above.</param>
    /// <param name="riskTypes">As in audioType.</param>
    /// <param name="businessTypes">As in audioBusinessType.</param>
    /// <param name="cancellationToken">Nobody wants to know any more.</param>
    Task<IReadOnlyList<Finding>> DetectAsync(
        ReadOnlySequence<byte> pcm, IReadOnlyList<string> riskTypes, IReadOnlyList<string> businessTypes, CancellationToken cancellationToken);
}
