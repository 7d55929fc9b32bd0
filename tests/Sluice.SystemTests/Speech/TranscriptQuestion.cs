namespace Sluice.SystemTests.Speech;

/// <summary>What a transcript server was asked.</summary>
/// <param name="Base">What stands before the protocol's path.</param>
/// <param name="Key">The bearer token.</param>
/// <param name="Fields">All that is no file, by name.</param>
/// <param name="FileName">The file's.</param>
/// <param name="Sound">The file: WAV.</param>
internal sealed record TranscriptQuestion(string Base, string Key, IReadOnlyDictionary<string, string> Fields, string FileName, byte[] Sound)
{
    private const int Head = 44;
    private const int Rate = 16_000;
    private const int Window = Rate / 100;
    private const int Loud = 600;

    /// <summary>Seconds of sound in it.</summary>
    public double Seconds => (Sound.Length - Head) / 2.0 / Rate;

    /// <summary>It says of itself what it is: 16 kHz, mono, 16 bits, and as many bytes as there are.</summary>
    public bool IsWhole =>
        Sound.AsSpan(0, 4).SequenceEqual("RIFF"u8) && Sound.AsSpan(8, 8).SequenceEqual("WAVEfmt "u8)
        && BitConverter.ToInt32(Sound, 4) == Sound.Length - 8 && BitConverter.ToInt16(Sound, 22) == 1
        && BitConverter.ToInt32(Sound, 24) == Rate && BitConverter.ToInt16(Sound, 34) == 16 && BitConverter.ToInt32(Sound, 40) == Sound.Length - Head;

    /// <summary>The first second of it at which it is loud; null: it is silent.</summary>
    public double? LoudFrom
    {
        get
        {
            for (var at = Head; at + (2 * Window) <= Sound.Length; at += 2 * Window)
            {
                for (var i = at; i < at + (2 * Window); i += 2)
                {
                    if (Math.Abs((int)BitConverter.ToInt16(Sound, i)) > Loud)
                        return (at - Head) / 2.0 / Rate;
                }
            }

            return null;
        }
    }
}
