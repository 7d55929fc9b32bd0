namespace Sluice.Server.Pulling;

/// <summary>The one form in which sound is pulled: 16 kHz, mono, signed 16-bit little-endian.</summary>
internal static class SoundFormat
{
    public const int SampleRate = 16_000;
    public const int BytesPerSample = 2;
    public const int BytesPerSecond = SampleRate * BytesPerSample;

    /// <summary>How long so many bytes sound.</summary>
    public static TimeSpan Duration(int bytes) =>
        TimeSpan.FromTicks(bytes / BytesPerSample * TimeSpan.TicksPerSecond / SampleRate);

    /// <summary>How many bytes sound that long, whole samples.</summary>
    public static int Bytes(TimeSpan duration) =>
        checked((int)(duration.Ticks * SampleRate / TimeSpan.TicksPerSecond) * BytesPerSample);
}
