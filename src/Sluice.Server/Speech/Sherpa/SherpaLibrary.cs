using System.Runtime.InteropServices;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>The calls of sherpa-onnx' C interface that recognising whole pieces takes.</summary>
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

    private static nint Export(nint library, string path, string name) =>
        NativeLibrary.TryGetExport(library, name, out var address) ? address : throw Wrong($"{path} has no {name}: needed is version {Version}");

    private static SpeechException Wrong(string message) => new(SpeechOutcome.NoModel, message);
}
