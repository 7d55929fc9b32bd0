namespace Sluice.Server.Pulling;

/// <summary>What a pull hands its media to. Calls come one at a time from the pull's reader and must not block.</summary>
internal interface IMediaSink
{
    /// <summary>The source is open: what it carries.</summary>
    void OnOpened(bool hasVideo, bool hasAudio);

    /// <summary>A sampled frame. The sink owns it from here on and disposes it.</summary>
    void OnFrame(CapturedFrame frame);

    /// <summary>Sound: 16 kHz, mono, signed 16-bit little-endian. Valid only during the call.</summary>
    /// <param name="pcm">The samples.</param>
    /// <param name="capturedAt">Capture time of the first sample.</param>
    void OnSound(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt);

    /// <summary>The source has sent this many bytes since the last such call, of media or not.</summary>
    void OnBytes(long count);
}
