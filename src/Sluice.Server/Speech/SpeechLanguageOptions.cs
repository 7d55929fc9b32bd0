namespace Sluice.Server.Speech;

/// <summary>What recognises one language.</summary>
internal sealed class SpeechLanguageOptions
{
    /// <summary>What recognises it. Default Auto: the best that there is.</summary>
    public SpeechKind Kind { get; set; }

    /// <summary>Where its model for sherpa-onnx is. Default: the folder of its name in <see cref="SpeechOptions.Folder"/>.</summary>
    public string? Folder { get; set; }

    /// <summary>Its own endpoint. Default, without a Url: the one of all languages.</summary>
    public SpeechEndpointOptions Endpoint { get; set; } = new();
}
