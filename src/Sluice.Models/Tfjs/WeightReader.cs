using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.Models.Tfjs;

/// <summary>
/// Reads the weights of a TensorFlow.js model: groups of files, in which the tensors of a manifest follow each other. Small files
/// have them as whole numbers (<c>q * scale + min</c>) or as halves.
/// </summary>
internal static class WeightReader
{
    /// <param name="manifest"><c>weightsManifest</c> of <c>model.json</c>.</param>
    /// <param name="folder">Where the files are.</param>
    /// <exception cref="ModelImportException">Bytes are missing or too many, or of a kind that is not known.</exception>
    public static Dictionary<string, WeightTensor> Read(JsonElement manifest, string folder)
    {
        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var group in manifest.EnumerateArray())
        {
            byte[] bytes = [.. group.GetProperty("paths").EnumerateArray().SelectMany(path => File.ReadAllBytes(Within(folder, path.GetString()!)))];
            var rest = bytes.AsSpan();
            foreach (var entry in group.GetProperty("weights").EnumerateArray())
            {
                var tensor = Read(entry, ref rest);
                tensors[tensor.Name] = tensor;
            }

            if (rest.Length > 0)
            {
                throw new ModelImportException($"The weights are {rest.Length} bytes longer than the model says.");
            }
        }

        return tensors;
    }

    private static string Within(string folder, string path) => path == Path.GetFileName(path)
        ? Path.Combine(folder, path)
        : throw new ModelImportException($"'{path}' is not the name of a file beside the model.");

    private static WeightTensor Read(JsonElement entry, ref Span<byte> rest)
    {
        var name = entry.GetProperty("name").GetString()!;
        int[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];
        var count = shape.Aggregate(1, (product, length) => checked(product * length));
        var stored = entry.GetProperty("dtype").GetString()!;
        double scale = 1, min = 0;
        if (entry.TryGetProperty("quantization", out var quantization))
        {
            stored = quantization.GetProperty("dtype").GetString()!;
            if (quantization.TryGetProperty("scale", out var factor))
            {
                (scale, min) = (factor.GetDouble(), quantization.GetProperty("min").GetDouble());
            }
        }

        var size = SizeOf(stored, name);
        if (count < 0 || rest.Length < (long)count * size)
        {
            throw new ModelImportException($"The weights end within '{name}': files are missing or cut off.");
        }

        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((Value(stored, rest[(i * size)..]) * scale) + min);
        }

        rest = rest[(values.Length * size)..];
        return new WeightTensor(name, shape, values);
    }

    private static int SizeOf(string stored, string name) => stored switch
    {
        "uint8" or "bool" => 1,
        "uint16" or "float16" => 2,
        "float32" or "int32" => 4,
        _ => throw new ModelImportException($"The weights '{name}' are of the type '{stored}', which is not known."),
    };

    private static double Value(string stored, ReadOnlySpan<byte> bytes) => stored switch
    {
        "uint8" or "bool" => bytes[0],
        "uint16" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "float16" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "int32" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => MemoryMarshal.Read<float>(bytes),
    };
}
