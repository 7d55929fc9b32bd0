using System.Text.Json.Serialization;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>What a process loads that recognises with sherpa-onnx. All paths are full ones.</summary>
/// <param name="Library">The folder of the library.</param>
/// <param name="Kind">The model's family.</param>
/// <param name="Encoder">Or the only network.</param>
/// <param name="Decoder">Null: the family has none.</param>
/// <param name="Joiner">Null: the family has none.</param>
/// <param name="Tokens">The model's words and pieces of words.</param>
/// <param name="Language">As in data.lang.</param>
/// <param name="IsMultilingual">The model can be told a language.</param>
/// <param name="Threads">Processors that it may use.</param>
internal sealed record SherpaSetup(
    string Library,
    SherpaKind Kind,
    string Encoder,
    string? Decoder,
    string? Joiner,
    string Tokens,
    string Language,
    bool IsMultilingual,
    int Threads)
{
    [JsonIgnore]
    public IReadOnlyList<string> Folders => [Library, Path.GetDirectoryName(Encoder)!];
}
