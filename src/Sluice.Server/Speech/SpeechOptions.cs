using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Speech;

/// <summary>How sound is turned into text.</summary>
internal sealed class SpeechOptions
{
    public const string Section = "Sluice:Speech";

    /// <summary>Holds a folder of models for each language, such as <c>zh</c>. Default: <c>speech</c> in the folder of the models that set-up makes.</summary>
    public string Folder { get; set; } = Path.Combine(ModelFolder.Default, "speech");

    /// <summary>The folder of sherpa-onnx' library, with its own libonnxruntime. Default: where set-up puts it, beside the models.</summary>
    public string SherpaFolder { get; set; } = Path.Combine(ModelFolder.Default, "sherpa-onnx");

    /// <summary>The folder of pocketsphinx' models. Default: where Debian's package pocketsphinx-en-us puts them.</summary>
    public string PocketsphinxFolder { get; set; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>Pieces of sound that may wait for a language's recogniser, 1 to 1,000; the oldest makes room for a newer one. Default 16.</summary>
    public int QueueLength { get; set; } = 16;

    /// <summary>How long a piece may wait for its turn, 1 s to 5 minutes; an older one is not recognised any more. Default 20 s.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a recogniser of this machine may take over one piece, 1 s to 10 minutes; then it is started anew. Default 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to load its model, 1 s to 10 minutes. Default 2 minutes.</summary>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Processors that one recogniser of this machine may use, 1 to 64. Default 1; pocketsphinx never uses more.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Address space of one recogniser's process in MiB, 1024 to 262,144; one that wants more ends, and is started again. Default 8192.</summary>
    public int ProcessMemory { get; set; } = 8192;

    /// <summary>The endpoint of the languages that name none of their own.</summary>
    public SpeechEndpointOptions Endpoint { get; set; } = new();

    /// <summary>What is other for one language, by <c>zh</c>, <c>en</c> or <c>ar</c>. Default: nothing.</summary>
    public Dictionary<string, SpeechLanguageOptions> Languages { get; set; } = [];
}
