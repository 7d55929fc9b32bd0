namespace Sluice.Server.Speech;

/// <summary>What recognises a language.</summary>
internal enum SpeechKind
{
    /// <summary>sherpa-onnx where its model is installed, else an endpoint where one is configured, else pocketsphinx for English.</summary>
    Auto,

    /// <summary>sherpa-onnx, with a model that the operator has put into the language's folder.</summary>
    Sherpa,

    /// <summary>An endpoint that speaks OpenAI's protocol.</summary>
    Endpoint,

    /// <summary>pocketsphinx with its English model: understands little, needs nothing but packages of the system.</summary>
    Pocketsphinx,

    /// <summary>Nothing.</summary>
    None,
}
