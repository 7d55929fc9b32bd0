using System.Buffers;
using System.Runtime.InteropServices;
using Sluice.Server.Evidence;
using Sluice.Server.Pulling;
using Sluice.Tests.Detection;

namespace Sluice.Tests.Evidence;

public class Mp3EncoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Sound_decodes_to_the_same_length_and_the_same_tone(int seconds)
    {
        var mp3 = Encode(Tone(1000, seconds));

        var decoded = await DecodeAsync(mp3);

        Assert.InRange(mp3.Length, seconds * 3500, (seconds * 4000) + 1500);
        Assert.InRange(decoded.Length / (double)Mp3Encoder.SampleRate, seconds - 0.08, seconds + 0.08);
        var middle = decoded.AsSpan(decoded.Length / 4, Mp3Encoder.SampleRate / 2);
        Assert.InRange(Amplitude(middle, 1000), 7000, 9000);
        Assert.InRange(Amplitude(middle, 1500), 0, 300);
    }

    [Fact]
    public async Task Silence_stays_silent()
    {
        var decoded = await DecodeAsync(Encode(new byte[2 * Mp3Encoder.SampleRate]));

        Assert.All(decoded, sample => Assert.InRange(sample, -4, 4));
    }

    [Fact]
    public async Task Many_callers_at_once_each_get_their_own_sound() => await Parallel.ForAsync(
        1,
        9,
        TestContext.Current.CancellationToken,
        async (i, _) =>
        {
            var decoded = await DecodeAsync(Encode(Tone(i * 400, 1)));

            Assert.InRange(Amplitude(decoded.AsSpan(4000, 8000), i * 400), 6500, 9000);
        });

    [Fact]
    public void No_sound_and_half_a_sample_do_no_harm()
    {
        Assert.NotNull(Encode([]));
        Assert.Equal(Encode(Tone(500, 1)), Encode([.. Tone(500, 1), 7]));
    }

    [Fact]
    public void Sound_in_parts_is_one_sound()
    {
        var whole = Tone(500, 3);
        using var pieces = new SoundPieces();
        pieces.Add(whole.AsSpan(0, 40_000));

        Assert.Equal(Encode(whole), Mp3Encoder.Encode(pieces.Sound, new ReadOnlySequence<byte>(whole, 40_000, whole.Length - 40_000)));
    }

    [Fact]
    public void It_says_that_it_is_available_where_the_library_is() => Assert.Null(Mp3Encoder.Unavailable());

    private static byte[] Encode(byte[] pcm) => Mp3Encoder.Encode(new ReadOnlySequence<byte>(pcm));

    private static byte[] Tone(int hertz, int seconds)
    {
        var samples = new short[Mp3Encoder.SampleRate * seconds];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)(8000 * Math.Sin(2 * Math.PI * hertz * i / Mp3Encoder.SampleRate));
        }

        return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
    }

    private static async Task<short[]> DecodeAsync(byte[] mp3)
    {
        var pcm = await FfmpegTool.ConvertAsync(mp3, ["-f", "s16le"], TestContext.Current.CancellationToken);
        return MemoryMarshal.Cast<byte, short>(pcm).ToArray();
    }

    /// <summary>How strong one frequency is (Goertzel).</summary>
    private static double Amplitude(ReadOnlySpan<short> samples, int hertz)
    {
        var turn = 2 * Math.Cos(2 * Math.PI * hertz / Mp3Encoder.SampleRate);
        double last = 0, before = 0;
        foreach (var sample in samples)
        {
            (last, before) = (sample + (turn * last) - before, last);
        }

        return 2 * Math.Sqrt((last * last) + (before * before) - (turn * last * before)) / samples.Length;
    }
}
