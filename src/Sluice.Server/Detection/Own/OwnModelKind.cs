namespace Sluice.Server.Detection.Own;

/// <summary>What judges for a configured model.</summary>
internal enum OwnModelKind
{
    /// <summary>A classifier in an ONNX file, in this process.</summary>
    Onnx,

    /// <summary>An endpoint that speaks OpenAI's <c>/v1/moderations</c>.</summary>
    OpenAI,

    /// <summary>A classifier served by KServe's protocol, version 2, over HTTP: KServe, Triton, OpenVINO Model Server, MLServer.</summary>
    KServe,
}
