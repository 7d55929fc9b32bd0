using System.Buffers;

namespace Sluice.Server.Speech;

/// <summary>Turns sound into text, for all streams of the node.</summary>
internal interface ITranscriber
{
    /// <summary>The languages, as in data.lang, that something installed understands.</summary>
    IReadOnlySet<string> Languages { get; }

    /// <summary>What recognises a language, as in data.lang, also finds out what language is spoken.</summary>
    bool TellsLanguage(string language);

    /// <summary>What is said in a piece of sound; null where nothing understands the language, or it failed or had no time, which is counted and logged.</summary>
    /// <param name="language">data.lang: <c>zh</c>, <c>en</c> or <c>ar</c>.</param>
    /// <param name="pcm">16 kHz mono signed 16-bit little-endian, whole samples in each part. Not read any more once the task has ended.</param>
    /// <param name="cancellationToken">The stream's: nobody wants the text any more.</param>
    Task<Transcript?> TranscribeAsync(string language, ReadOnlySequence<byte> pcm, CancellationToken cancellationToken);
}
