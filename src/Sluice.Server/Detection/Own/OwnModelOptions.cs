namespace Sluice.Server.Detection.Own;

/// <summary>A model of the operator: <c>Sluice:Detection:Models:NAME</c>.</summary>
internal sealed class OwnModelOptions : OwnOptions
{
    /// <summary>What judges; there is no default.</summary>
    public OwnModelKind? Kind { get; set; }

    /// <summary>Onnx, KServe: how a picture is given to the model.</summary>
    public PictureInputOptions Input { get; set; } = new();
}
