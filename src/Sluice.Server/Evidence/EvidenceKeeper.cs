using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Evidence;

/// <summary>Keeps what a callback links to and gives the link. A disk that fails costs the link, never the result.</summary>
internal sealed partial class EvidenceKeeper(EvidenceStore store, EvidenceUrls urls, ILogger<EvidenceKeeper> logger)
{
    public Task<string?> KeepFrameAsync(string streamId, long sequence, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        KeepAsync(streamId, Name("f", sequence), jpeg, "image/jpeg", cancellationToken);

    public Task<string?> KeepAudioAsync(string streamId, long sequence, ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken) =>
        KeepAsync(streamId, Name("a", sequence), Mp3Encoder.Encode(pcm.Span), "audio/mpeg", cancellationToken);

    private async Task<string?> KeepAsync(
        string streamId, string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        try
        {
            return urls.Make(await store.SaveAsync(streamId, name, content, contentType, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotKept(streamId, exception);
            return null;
        }
    }

    private static string Name(string kind, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{kind}{sequence:D7}");

    [LoggerMessage(LogLevel.Error, "Evidence of stream {StreamId} could not be kept: its callback goes without a link")]
    private partial void LogNotKept(string streamId, Exception exception);
}
