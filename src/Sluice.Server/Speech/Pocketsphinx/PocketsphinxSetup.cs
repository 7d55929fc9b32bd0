using System.Text.Json.Serialization;

namespace Sluice.Server.Speech.Pocketsphinx;

/// <summary>The files of pocketsphinx' English model.</summary>
/// <param name="Acoustic">The folder of the acoustic model.</param>
/// <param name="Language">The language model.</param>
/// <param name="Dictionary">The words and how they are spoken.</param>
internal sealed record PocketsphinxSetup(string Acoustic, string Language, string Dictionary)
{
    [JsonIgnore]
    public IReadOnlyList<string> Folders => [Path.GetDirectoryName(Acoustic)!];

    /// <summary>The model in a folder as Debian lays it out.</summary>
    /// <exception cref="SpeechException">A file is missing; names it.</exception>
    public static PocketsphinxSetup Find(string folder)
    {
        var setup = new PocketsphinxSetup(Path.Combine(folder, "en-us"), Path.Combine(folder, "en-us.lm.bin"), Path.Combine(folder, "cmudict-en-us.dict"));
        foreach (var file in new[] { Path.Combine(setup.Acoustic, "mdef"), setup.Language, setup.Dictionary })
        {
            if (!File.Exists(file))
            {
                throw new SpeechException(SpeechOutcome.NoModel, $"{file} is missing: install the package pocketsphinx-en-us");
            }
        }

        return setup;
    }
}
