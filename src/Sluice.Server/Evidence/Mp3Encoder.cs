using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.Evidence;

/// <summary>
/// Makes MP3 of sound with libmp3lame (LGPL, loaded at run time; ffmpeg depends on it, so it is there where pulling works).
/// Safe to call from several threads at once.
/// </summary>
internal static partial class Mp3Encoder
{
    /// <summary>Samples a second, mono.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Kilobits a second: 40 KB for a segment of 10 s.</summary>
    public const int BitRate = 32;

    private const string Library = "libmp3lame.so.0";
    private const int Mono = 3;

    /// <summary>From 0, best and slowest, to 9. With 7 a segment of 10 s takes about 10 ms.</summary>
    private const int Quality = 7;

    /// <summary>Null when sound can be encoded, else what is missing and what to do about it.</summary>
    public static string? Unavailable() => NativeLibrary.TryLoad(Library, out _) ? null : Missing;

    private static string Missing => $"{Library} was not found: install the package libmp3lame0";

    /// <summary>Encodes a whole sound. The result names its own length, so players show it right.</summary>
    /// <param name="sounds">One after the other. 16 kHz, mono, signed 16-bit little-endian; of each part an odd last byte is left out.</param>
    /// <exception cref="NotSupportedException">libmp3lame is not installed.</exception>
    public static byte[] Encode(params ReadOnlySpan<ReadOnlySequence<byte>> sounds)
    {
        try
        {
            using var lame = Open();
            return Encode(lame, sounds);
        }
        catch (DllNotFoundException missing)
        {
            throw new NotSupportedException(Missing, missing);
        }
    }

    private static LameHandle Open()
    {
        var lame = Init();
        if (lame.IsInvalid)
        {
            throw new InvalidOperationException("libmp3lame could not make an encoder.");
        }

        _ = SetInputRate(lame, SampleRate);
        _ = SetOutputRate(lame, SampleRate);
        _ = SetChannels(lame, 1);
        _ = SetMode(lame, Mono);
        _ = SetBitRate(lame, BitRate);
        _ = SetQuality(lame, Quality);
        if (InitParameters(lame) < 0)
        {
            lame.Dispose();
            throw new InvalidOperationException("libmp3lame refused its settings.");
        }

        return lame;
    }

    private static unsafe byte[] Encode(LameHandle lame, ReadOnlySpan<ReadOnlySequence<byte>> sounds)
    {
        var (parts, samples) = (0, 0L);
        foreach (var sound in sounds)
        {
            foreach (var part in sound)
            {
                parts++;
                samples += part.Length / sizeof(short);
            }
        }

        // The bound that lame.h gives for each call, the last of which flushes.
        var mp3 = ArrayPool<byte>.Shared.Rent((int)(samples * 5 / 4) + ((parts + 1) * 7200));
        try
        {
            fixed (byte* at = mp3)
            {
                var written = 0;
                foreach (var sound in sounds)
                {
                    foreach (var part in sound)
                    {
                        fixed (short* pcm = Samples(part.Span))
                        {
                            // Mono: the right channel is not looked at, but must be a valid address.
                            written += Written(EncodeBuffer(lame, pcm, pcm, part.Length / sizeof(short), at + written, mp3.Length - written));
                        }
                    }
                }

                written += Written(EncodeFlush(lame, at + written, mp3.Length - written));

                // The first frame was left empty for the length, which is only known now.
                _ = GetTagFrame(lame, at, new CULong((uint)written));
                return mp3[..written];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(mp3);
        }
    }

    private static int Written(int result) =>
        result >= 0 ? result : throw new InvalidOperationException($"libmp3lame failed with {result}.");

    private static ReadOnlySpan<short> Samples(ReadOnlySpan<byte> pcm)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm);
        if (BitConverter.IsLittleEndian)
        {
            return samples;
        }

        var turned = new short[samples.Length];
        BinaryPrimitives.ReverseEndianness(samples, turned);
        return turned;
    }

    [LibraryImport(Library, EntryPoint = "lame_init")]
    private static partial LameHandle Init();

    [LibraryImport(Library, EntryPoint = "lame_set_in_samplerate")]
    private static partial int SetInputRate(LameHandle lame, int hertz);

    [LibraryImport(Library, EntryPoint = "lame_set_out_samplerate")]
    private static partial int SetOutputRate(LameHandle lame, int hertz);

    [LibraryImport(Library, EntryPoint = "lame_set_num_channels")]
    private static partial int SetChannels(LameHandle lame, int channels);

    [LibraryImport(Library, EntryPoint = "lame_set_mode")]
    private static partial int SetMode(LameHandle lame, int mode);

    [LibraryImport(Library, EntryPoint = "lame_set_brate")]
    private static partial int SetBitRate(LameHandle lame, int kilobits);

    [LibraryImport(Library, EntryPoint = "lame_set_quality")]
    private static partial int SetQuality(LameHandle lame, int quality);

    [LibraryImport(Library, EntryPoint = "lame_init_params")]
    private static partial int InitParameters(LameHandle lame);

    [LibraryImport(Library, EntryPoint = "lame_encode_buffer")]
    private static unsafe partial int EncodeBuffer(LameHandle lame, short* left, short* right, int samples, byte* mp3, int size);

    [LibraryImport(Library, EntryPoint = "lame_encode_flush")]
    private static unsafe partial int EncodeFlush(LameHandle lame, byte* mp3, int size);

    [LibraryImport(Library, EntryPoint = "lame_get_lametag_frame")]
    private static unsafe partial CULong GetTagFrame(LameHandle lame, byte* buffer, CULong size);

    [LibraryImport(Library, EntryPoint = "lame_close")]
    private static partial int CloseEncoder(nint lame);

    /// <summary>A lame_t.</summary>
    private sealed class LameHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle() => CloseEncoder(handle) == 0;
    }
}
