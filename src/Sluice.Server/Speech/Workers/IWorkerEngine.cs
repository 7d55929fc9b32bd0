namespace Sluice.Server.Speech.Workers;

/// <summary>A native recogniser in its own process. One caller at a time.</summary>
internal interface IWorkerEngine : IDisposable
{
    /// <exception cref="SpeechException">It cannot.</exception>
    Transcript Recognise(ReadOnlySpan<byte> pcm);
}
