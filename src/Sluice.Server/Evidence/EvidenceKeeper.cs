using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Evidence;

/// <summary>Keeps what a callback links to and gives the link. A disk that fails costs the link, never the result.</summary>
internal sealed partial class EvidenceKeeper(EvidenceStore store, EvidenceUrls urls, TimeProvider time, ILogger<EvidenceKeeper> logger)
{
    private readonly LogThrottle _throttle = new(time);

    public Task<string?> KeepFrameAsync(string streamId, long sequence, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        KeepAsync(streamId, Name("f", sequence), jpeg, "image/jpeg", cancellationToken);

    public Task<string?> KeepAudioAsync(string streamId, long sequence, ReadOnlySequence<byte> pcm, CancellationToken cancellationToken) =>
        KeepAsync(streamId, Name("a", sequence), Mp3Encoder.Encode([pcm]), "audio/mpeg", cancellationToken);

    /// <summary>A segment of sound with the one before it, as one.</summary>
    public Task<string?> KeepAudioAsync(
        string streamId, long sequence, ReadOnlyMemory<byte> previous, ReadOnlySequence<byte> pcm, CancellationToken cancellationToken) =>
        KeepAsync(streamId, Name("p", sequence), Mp3Encoder.Encode([new(previous), pcm]), "audio/mpeg", cancellationToken);

    private async Task<string?> KeepAsync(
        string streamId, string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        try
        {
            return urls.Make(await store.SaveAsync(streamId, name, content, contentType, cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (_throttle.TryPass(out var held))
            {
                LogNotKept(streamId, exception, held);
            }

            return null;
        }
    }

    private static string Name(string kind, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{kind}{sequence:D7}");

    [LoggerMessage(LogLevel.Error, "Evidence of stream {StreamId} could not be kept: its callback goes without a link; {Held} earlier ones were not logged")]
    private partial void LogNotKept(string streamId, Exception exception, int held);
}
