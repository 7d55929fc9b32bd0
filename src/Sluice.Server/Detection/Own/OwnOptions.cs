using Sluice.Server.Detection.Remote;

namespace Sluice.Server.Detection.Own;

/// <summary>What models of pictures and of sound have in common: where they are, how they are asked, what their labels mean.</summary>
internal abstract class OwnOptions
{
    /// <summary>Onnx: the file. A path that is not rooted is one in <see cref="DetectionOptions.ModelFolder"/>.</summary>
    public string? File { get; set; }

    /// <summary>Onnx, KServe: what each of the model's numbers stands for, in their order.</summary>
    public string[] Labels { get; set; } = [];

    /// <summary>Onnx, KServe: the same, a line each, in a file. Rooted or not as <see cref="File"/>.</summary>
    public string? LabelFile { get; set; }

    /// <summary>Onnx, KServe: what makes probabilities of the model's numbers. Default: they are probabilities.</summary>
    public OutputActivation Activation { get; set; }

    /// <summary>OpenAI, KServe: http or https, what stands before <c>/v1/moderations</c> or <c>/v2/models</c>.</summary>
    public string? Url { get; set; }

    /// <summary>OpenAI, KServe: the model's name there.</summary>
    public string? Model { get; set; }

    /// <summary>OpenAI, KServe: sent as <c>Authorization: Bearer</c>. Null: nothing is. Never logged.</summary>
    public string? ApiKey { get; set; }

    /// <summary>KServe: numbers go as bytes, which is smaller and an extension of the protocol. Default: as JSON.</summary>
    public bool Binary { get; set; }

    /// <summary>OpenAI, KServe: how often and how long the endpoint is asked.</summary>
    public RemoteCallOptions Calls { get; set; } = new();

    /// <summary>What the model's labels mean.</summary>
    public OwnRuleOptions[] Rules { get; set; } = [];
}
