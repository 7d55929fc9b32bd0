using System.Runtime.InteropServices;
using Sluice.Server.Speech.Workers;

namespace Sluice.Server.Speech.Pocketsphinx;

/// <summary>pocketsphinx: speech as its English model knows it, spoken clearly and by few people.</summary>
internal sealed unsafe class PocketsphinxEngine : IWorkerEngine
{
    private readonly nint _decoder;

    /// <exception cref="SpeechException">The library is missing, or the model cannot be loaded.</exception>
    public PocketsphinxEngine(PocketsphinxSetup setup)
    {
        // The last two bound the work of a frame: four fifths of the time for the same words.
        string[] arguments =
        [
            "pocketsphinx", "-hmm", setup.Acoustic, "-lm", setup.Language, "-dict", setup.Dictionary, "-maxhmmpf", "3000", "-maxwpf", "5",
        ];
        var texts = arguments.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            var pointers = stackalloc byte*[texts.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                pointers[i] = (byte*)texts[i];
            }

            var configuration = PocketsphinxLibrary.Configure(0, PocketsphinxLibrary.Options(), texts.Length, pointers, 1);
            _decoder = configuration == 0 ? 0 : PocketsphinxLibrary.Create(configuration);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new SpeechException(SpeechOutcome.NoModel, $"{PocketsphinxLibrary.File} cannot be used: install the package libpocketsphinx3");
        }
        finally
        {
            // The configuration has copies.
            Array.ForEach(texts, Marshal.FreeCoTaskMem);
        }

        if (_decoder == 0)
        {
            throw new SpeechException(SpeechOutcome.NoModel, "pocketsphinx cannot load its model");
        }
    }

    public Transcript Recognise(ReadOnlySpan<byte> pcm)
    {
        fixed (byte* at = pcm)
        {
            if (PocketsphinxLibrary.Begin(_decoder) < 0 ||
                PocketsphinxLibrary.Process(_decoder, (short*)at, (nuint)(pcm.Length / sizeof(short)), 0, 1) < 0 ||
                PocketsphinxLibrary.End(_decoder) < 0)
            {
                throw new SpeechException(SpeechOutcome.Failed, "pocketsphinx could not recognise a piece of sound");
            }
        }

        int score;
        return new Transcript(Marshal.PtrToStringUTF8(PocketsphinxLibrary.Text(_decoder, &score)) ?? "");
    }

    public void Dispose() => _ = PocketsphinxLibrary.Free(_decoder);
}
