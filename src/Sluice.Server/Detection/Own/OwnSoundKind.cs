namespace Sluice.Server.Detection.Own;

/// <summary>What judges for a configured model of sound.</summary>
internal enum OwnSoundKind
{
    /// <summary>A classifier in an ONNX file, in this process.</summary>
    Onnx,

    /// <summary>A classifier served by KServe's protocol, version 2, over HTTP: KServe, Triton, OpenVINO Model Server, MLServer.</summary>
    KServe,
}
