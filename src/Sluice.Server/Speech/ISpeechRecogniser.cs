namespace Sluice.Server.Speech;

/// <summary>Turns sound of one language into text.</summary>
internal interface ISpeechRecogniser : IAsyncDisposable
{
    /// <summary>Short, stable: in metrics, logs and doctor.</summary>
    string Name { get; }

    /// <summary>How many pieces it recognises at the same time.</summary>
    int AtOnce { get; }

    /// <summary>It finds out what language is spoken, as far as is known: one that was never asked may be found not to.</summary>
    bool TellsLanguage { get; }

    /// <summary>Makes it ready, which may take long the first time and after a failure, so that what it takes for sound can be measured.</summary>
    /// <exception cref="SpeechException">It cannot recognise anything.</exception>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>What is said in a piece of sound: 16 kHz mono signed 16-bit little-endian.</summary>
    /// <exception cref="SpeechException">It did not recognise it.</exception>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    Task<Transcript> RecogniseAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken);
}
