using System.Buffers;
using Sluice.Server.Speech;

namespace Sluice.Tests.Pulling;

/// <summary>Nothing understands speech.</summary>
internal sealed class NoTranscriber : ITranscriber
{
    public IReadOnlySet<string> Languages { get; } = new HashSet<string>();

    public bool TellsLanguage(string language) => false;

    public Task<Transcript?> TranscribeAsync(string language, ReadOnlySequence<byte> pcm, CancellationToken cancellationToken) =>
        Task.FromResult<Transcript?>(null);
}
