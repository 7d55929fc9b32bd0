using System.Text.Json.Serialization;
using Sluice.Server.Speech.Pocketsphinx;
using Sluice.Server.Speech.Sherpa;

namespace Sluice.Server.Speech.Workers;

/// <summary>What a recogniser's process is to load: one of the three.</summary>
internal sealed record WorkerSetup
{
    public PocketsphinxSetup? Pocketsphinx { get; init; }

    public SherpaSetup? Sherpa { get; init; }

    public SherpaVoiceSetup? SherpaVoice { get; init; }

    /// <summary>Whisper repeats the language that it was told, and the others know nothing of languages.</summary>
    [JsonIgnore]
    public bool TellsLanguage => Sherpa is { Kind: SherpaKind.SenseVoice };

    /// <summary>Folders that the process must be able to read.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Folders => (Pocketsphinx?.Folders ?? Sherpa?.Folders ?? SherpaVoice?.Folders)!;
}
