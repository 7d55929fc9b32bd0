using System.Buffers;
using Sluice.Server.Speech;

namespace Sluice.Tests.Speech;

internal static class TranscriberExtensions
{
    /// <summary>What is said in sound that is all in one place.</summary>
    public static Task<Transcript?> TranscribeAsync(this ITranscriber transcriber, string language, byte[] pcm, CancellationToken cancellationToken) =>
        transcriber.TranscribeAsync(language, new ReadOnlySequence<byte>(pcm), cancellationToken);
}
