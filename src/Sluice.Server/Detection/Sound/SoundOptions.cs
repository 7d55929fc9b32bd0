namespace Sluice.Server.Detection.Sound;

/// <summary>When somebody is held to speak.</summary>
internal sealed class SoundOptions
{
    public const string Section = "Sluice:Detection:Sound";

    /// <summary>How probable a voice must be, above 0 to 1. Default 0.5.</summary>
    public double VoiceFrom { get; set; } = 0.5;

    /// <summary>For how long altogether it must be so within a segment, 32 ms to 10 s. Default 0.25 s.</summary>
    public TimeSpan VoiceFor { get; set; } = TimeSpan.FromSeconds(0.25);
}
