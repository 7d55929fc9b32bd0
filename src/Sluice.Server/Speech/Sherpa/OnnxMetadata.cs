using Sluice.Server.Detection.Own;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>What an ONNX file says of itself beside its network: short texts by name. Read without its weights.</summary>
internal static class OnnxMetadata
{
    // The numbers of fields are those of onnx.proto.
    private const int ModelGraph = 7;
    private const int ModelMetadata = 14;
    private const int EntryKey = 1;
    private const int EntryValue = 2;
    private const int LongestValue = 4096;

    /// <returns>Longer values are empty texts.</returns>
    /// <exception cref="SpeechException">It is no ONNX file, cut off, or cannot be read; names it.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var reader = new ProtobufReader(file);
            var hasGraph = false;
            Dictionary<string, string> found = [];
            reader.Read(file.Length, (field, end) =>
            {
                hasGraph |= field == ModelGraph;
                if (field == ModelMetadata)
                {
                    var (key, value) = Entry(reader, file, end);
                    found[key] = value;
                }
            });
            return hasGraph ? found : throw new InvalidDataException("it holds no network");
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SpeechException(SpeechOutcome.NoModel, $"{path} cannot be used: {failure.Message}");
        }
    }

    private static (string Key, string Value) Entry(ProtobufReader reader, FileStream file, long end)
    {
        var (key, value) = ("", "");
        reader.Read(end, (field, until) =>
        {
            if (field == EntryKey)
            {
                key = reader.Text(until);
            }
            else if (field == EntryValue && until - file.Position <= LongestValue)
            {
                value = reader.Text(until);
            }
        });
        return (key, value);
    }
}
