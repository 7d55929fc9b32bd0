using System.Text.Json.Serialization;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>What a process loads that tries sherpa-onnx where there is no model for it yet: the network that hears voices. Full paths.</summary>
/// <param name="Library">The folder of the library.</param>
/// <param name="Network">Silero VAD, version 5.</param>
internal sealed record SherpaVoiceSetup(string Library, string Network)
{
    [JsonIgnore]
    public IReadOnlyList<string> Folders => [Library, Path.GetDirectoryName(Network)!];
}
