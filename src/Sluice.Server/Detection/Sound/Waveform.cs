using System.Buffers;
using System.Runtime.InteropServices;

namespace Sluice.Server.Detection.Sound;

/// <summary>
/// A piece of sound as networks take it, in a pooled buffer. It is made with one holder; each further one calls <see cref="Hold"/>, and
/// each calls <see cref="Dispose"/> once: a detector that was given up on, and still reads, never reads another stream's sound.
/// </summary>
internal sealed class Waveform : IDisposable
{
    /// <summary>Samples a second, mono.</summary>
    public const int SampleRate = 16_000;

    private readonly float[] _buffer;
    private readonly int _length;
    private int _holders = 1;

    private Waveform(float[] buffer, int length) => (_buffer, _length) = (buffer, length);

    /// <summary>From -1 to 1.</summary>
    public ReadOnlyMemory<float> Samples
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _holders) <= 0, this);
            return _buffer.AsMemory(0, _length);
        }
    }

    /// <param name="pcm">16 kHz mono signed 16-bit little-endian, whole samples in each part.</param>
    public static Waveform Of(in ReadOnlySequence<byte> pcm)
    {
        var buffer = ArrayPool<float>.Shared.Rent((int)pcm.Length / sizeof(short));
        var length = 0;
        foreach (var part in pcm)
        {
            foreach (var sample in MemoryMarshal.Cast<byte, short>(part.Span))
            {
                buffer[length++] = sample / 32768f;
            }
        }

        return new Waveform(buffer, length);
    }

    /// <summary>Silence.</summary>
    public static Waveform Silence(TimeSpan duration)
    {
        var length = (int)(duration.TotalSeconds * SampleRate);
        var buffer = ArrayPool<float>.Shared.Rent(length);
        buffer.AsSpan(0, length).Clear();
        return new Waveform(buffer, length);
    }

    /// <summary>Adds a holder, who owes a <see cref="Dispose"/>. Only a holder may call it.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            ArrayPool<float>.Shared.Return(_buffer);
        }
    }
}
