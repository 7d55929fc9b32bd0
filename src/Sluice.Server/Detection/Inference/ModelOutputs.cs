using Microsoft.ML.OnnxRuntime;

namespace Sluice.Server.Detection.Inference;

/// <summary>What a network gave. It is gone when the call that it came of ends.</summary>
internal readonly ref struct ModelOutputs(OrtValue[] values)
{
    public int Count => values.Length;

    /// <summary>The numbers of an output, one picture's after the other's.</summary>
    public ReadOnlySpan<float> this[int output] => values[output].GetTensorDataAsSpan<float>();
}
