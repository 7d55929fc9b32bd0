using System.Globalization;

namespace Sluice.Server.Evidence;

/// <summary>Keeps what a callback links to and gives the link.</summary>
internal sealed class EvidenceKeeper(EvidenceStore store, EvidenceUrls urls)
{
    public Task<string?> KeepFrameAsync(string streamId, long sequence, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        KeepAsync(streamId, Name("f", sequence, "jpg"), jpeg, cancellationToken);

    public Task<string?> KeepAudioAsync(string streamId, long sequence, ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken) =>
        KeepAsync(streamId, Name("a", sequence, "mp3"), Mp3Encoder.Encode(pcm.Span), cancellationToken);

    private async Task<string?> KeepAsync(string streamId, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        urls.Sign(await store.SaveAsync(streamId, name, content, cancellationToken)).AbsoluteUri;

    private static string Name(string kind, long sequence, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{sequence:D7}.{extension}");
}
