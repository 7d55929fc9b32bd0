namespace Sluice.Server.Speech.Sherpa;

/// <summary>The families of models that sherpa-onnx is used for.</summary>
internal enum SherpaKind
{
    /// <summary>An encoder and a decoder.</summary>
    Whisper,

    /// <summary>One network; says what language it heard.</summary>
    SenseVoice,

    /// <summary>One network.</summary>
    Paraformer,

    /// <summary>An encoder, a decoder and a joiner, such as zipformer.</summary>
    Transducer,
}
