namespace Sluice.Server.Detection.Own;

/// <summary>An input or output of a network, as its file declares it.</summary>
/// <param name="Name">What callers know it by.</param>
/// <param name="ElementType">ONNX's number of what it is made of; 1: 32-bit floats.</param>
/// <param name="Shape">Its lengths, -1 where the file leaves one open; null where it says nothing of its shape.</param>
internal sealed record OnnxTensor(string Name, int ElementType, long[]? Shape)
{
    public const int Float = 1;
}
