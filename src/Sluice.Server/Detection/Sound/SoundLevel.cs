using System.Buffers;
using System.Runtime.InteropServices;

namespace Sluice.Server.Detection.Sound;

/// <summary>How loud a piece of sound is.</summary>
internal static class SoundLevel
{
    /// <summary>
    /// Below −50 dBFS nothing that is said can be understood: a muted microphone and line noise lie under it, a whisper close to
    /// a microphone above it.
    /// </summary>
    private const double SilentRms = 32768 * 0.00316;

    private const int WindowSamples = Waveform.SampleRate / 10;

    /// <inheritdoc cref="IsSilent(ReadOnlySpan{byte})"/>
    public static bool IsSilent(in ReadOnlySequence<byte> pcm)
    {
        foreach (var part in pcm)
        {
            if (!IsSilent(part.Span))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when no tenth of a second of it is louder than −50 dBFS (root mean square).</summary>
    public static bool IsSilent(ReadOnlySpan<byte> pcm)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm);
        for (; samples.Length > 0; samples = samples[Math.Min(WindowSamples, samples.Length)..])
        {
            var window = samples[..Math.Min(WindowSamples, samples.Length)];
            double sum = 0;
            foreach (var sample in window)
            {
                sum += sample * sample;
            }

            if (Math.Sqrt(sum / window.Length) > SilentRms)
            {
                return false;
            }
        }

        return true;
    }
}
