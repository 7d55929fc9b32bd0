using System.Runtime.InteropServices;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>The calls of sherpa-onnx' C interface that recognising whole pieces takes, and those by which it is tried without a model.</summary>
internal sealed unsafe class SherpaLibrary
{
    public const string File = "libsherpa-onnx-c-api.so";

    /// <summary>The one version whose structures are known here. Others lay them out differently: calling them would be undefined.</summary>
    public const string Version = "1.13.8";

    private readonly delegate* unmanaged<SherpaConfiguration*, nint> _create;
    private readonly delegate* unmanaged<nint, void> _destroy;
    private readonly delegate* unmanaged<nint, nint> _createStream;
    private readonly delegate* unmanaged<nint, void> _destroyStream;
    private readonly delegate* unmanaged<nint, int, float*, int, void> _accept;
    private readonly delegate* unmanaged<nint, nint, void> _decode;
    private readonly delegate* unmanaged<nint, nint> _result;
    private readonly delegate* unmanaged<nint, void> _destroyResult;

    private readonly delegate* unmanaged<SherpaVoiceConfiguration*, float, nint> _createVoices;
    private readonly delegate* unmanaged<nint, void> _destroyVoices;
    private readonly delegate* unmanaged<nint, float*, int, void> _acceptVoices;
    private readonly delegate* unmanaged<nint, void> _flushVoices;
    private readonly delegate* unmanaged<nint, int> _isWithoutVoice;
    private readonly delegate* unmanaged<nint, Voice*> _firstVoice;
    private readonly delegate* unmanaged<nint, void> _dropVoice;
    private readonly delegate* unmanaged<Voice*, void> _destroyVoice;
    private readonly delegate* unmanaged<nint, void> _resetVoices;

    /// <param name="folder">Its full path. The library finds its own libonnxruntime there, whatever others are on the machine.</param>
    /// <exception cref="SpeechException">It is missing, cannot be loaded, or is of another version.</exception>
    public SherpaLibrary(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!NativeLibrary.TryLoad(path, out var library))
        {
            throw Wrong(System.IO.File.Exists(path) ? $"{path} cannot be loaded on this machine" : $"{path} is missing");
        }

        var version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Export(library, path, "SherpaOnnxGetVersionStr"))());
        if (version != Version)
        {
            throw Wrong($"{path} is of version {version}; needed is {Version}");
        }

        _create = (delegate* unmanaged<SherpaConfiguration*, nint>)Export(library, path, "SherpaOnnxCreateOfflineRecognizer");
        _destroy = (delegate* unmanaged<nint, void>)Export(library, path, "SherpaOnnxDestroyOfflineRecognizer");
        _createStream = (delegate* unmanaged<nint, nint>)Export(library, path, "SherpaOnnxCreateOfflineStream");
        _destroyStream = (delegate* unmanaged<nint, void>)Export(library, path, "SherpaOnnxDestroyOfflineStream");
        _accept = (delegate* unmanaged<nint, int, float*, int, void>)Export(library, path, "SherpaOnnxAcceptWaveformOffline");
        _decode = (delegate* unmanaged<nint, nint, void>)Export(library, path, "SherpaOnnxDecodeOfflineStream");
        _result = (delegate* unmanaged<nint, nint>)Export(library, path, "SherpaOnnxGetOfflineStreamResultAsJson");
        _destroyResult = (delegate* unmanaged<nint, void>)Export(library, path, "SherpaOnnxDestroyOfflineStreamResultJson");
        _createVoices = (delegate* unmanaged<SherpaVoiceConfiguration*, float, nint>)Export(library, path, "SherpaOnnxCreateVoiceActivityDetector");
        _destroyVoices = (delegate* unmanaged<nint, void>)Export(library, path, "SherpaOnnxDestroyVoiceActivityDetector");
        _acceptVoices = (delegate* unmanaged<nint, float*, int, void>)Export(library, path, "SherpaOnnxVoiceActivityDetectorAcceptWaveform");
        _flushVoices = (delegate* unmanaged<nint, void>)Export(library, path, "SherpaOnnxVoiceActivityDetectorFlush");
        _isWithoutVoice = (delegate* unmanaged<nint, int>)Export(library, path, "SherpaOnnxVoiceActivityDetectorEmpty");
        _firstVoice = (delegate* unmanaged<nint, Voice*>)Export(library, path, "SherpaOnnxVoiceActivityDetectorFront");
        _dropVoice = (delegate* unmanaged<nint, void>)Export(library, path, "SherpaOnnxVoiceActivityDetectorPop");
        _destroyVoice = (delegate* unmanaged<Voice*, void>)Export(library, path, "SherpaOnnxDestroySpeechSegment");
        _resetVoices = (delegate* unmanaged<nint, void>)Export(library, path, "SherpaOnnxVoiceActivityDetectorReset");
    }

    /// <returns>Zero: the model cannot be loaded. Some errors end the process.</returns>
    public nint Create(in SherpaConfiguration configuration)
    {
        fixed (SherpaConfiguration* at = &configuration)
        {
            return _create(at);
        }
    }

    public void Destroy(nint recogniser) => _destroy(recogniser);

    /// <summary>What is said, as the library's JSON; null: it has none.</summary>
    public string? Recognise(nint recogniser, ReadOnlySpan<float> samples, int sampleRate)
    {
        var stream = _createStream(recogniser);
        try
        {
            fixed (float* at = samples)
            {
                _accept(stream, sampleRate, at, samples.Length);
            }

            _decode(recogniser, stream);
            var result = _result(stream);
            var json = Marshal.PtrToStringUTF8(result);
            if (result != 0)
            {
                _destroyResult(result);
            }

            return json;
        }
        finally
        {
            _destroyStream(stream);
        }
    }

    /// <param name="configuration">Of the network.</param>
    /// <param name="seconds">The longest piece that it will hear.</param>
    /// <returns>Zero: the network cannot be loaded. Some errors end the process.</returns>
    public nint CreateVoices(in SherpaVoiceConfiguration configuration, float seconds)
    {
        fixed (SherpaVoiceConfiguration* at = &configuration)
        {
            return _createVoices(at, seconds);
        }
    }

    public void DestroyVoices(nint detector) => _destroyVoices(detector);

    /// <summary>From which sample to which somebody speaks in a piece.</summary>
    /// <param name="detector">As it was created.</param>
    /// <param name="samples">The piece.</param>
    /// <param name="window">Samples that its network takes at a time.</param>
    public IReadOnlyList<(int From, int To)> Voices(nint detector, ReadOnlySpan<float> samples, int window)
    {
        // It takes what it is given at once for one moment.
        fixed (float* at = samples)
        {
            for (var from = 0; from < samples.Length; from += window)
            {
                _acceptVoices(detector, at + from, Math.Min(window, samples.Length - from));
            }
        }

        _flushVoices(detector);
        List<(int From, int To)> voices = [];
        for (; _isWithoutVoice(detector) == 0; _dropVoice(detector))
        {
            var voice = _firstVoice(detector);
            voices.Add((voice->Start, voice->Start + voice->Length));
            _destroyVoice(voice);
        }

        _resetVoices(detector);
        return voices;
    }

    private static nint Export(nint library, string path, string name) =>
        NativeLibrary.TryGetExport(library, name, out var address) ? address : throw Wrong($"{path} has no {name}: needed is version {Version}");

    private static SpeechException Wrong(string message) => new(SpeechOutcome.NoModel, message);

    // SherpaOnnxSpeechSegment.
    [StructLayout(LayoutKind.Sequential)]
    private struct Voice
    {
        public int Start;
        public nint Samples;
        public int Length;
    }
}
