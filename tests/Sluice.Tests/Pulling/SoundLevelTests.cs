using System.Runtime.InteropServices;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

public sealed class SoundLevelTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(50, true)]
    [InlineData(400, false)]
    [InlineData(20_000, false)]
    public void Sound_below_minus_50_dBFS_is_silent(int amplitude, bool silent) =>
        Assert.Equal(silent, SoundLevel.IsSilent(Tone(amplitude, SoundFormat.SampleRate * 10)));

    [Fact]
    public void A_tenth_of_a_second_that_is_loud_makes_the_whole_audible()
    {
        var pcm = new byte[AudioSegmenter.SegmentBytes];
        Tone(5000, SoundFormat.SampleRate / 10).CopyTo(pcm, pcm.Length / 2);
        Assert.False(SoundLevel.IsSilent(pcm));
    }

    [Fact]
    public void Nothing_is_silent() => Assert.True(SoundLevel.IsSilent([]));

    private static byte[] Tone(int amplitude, int samples) => MemoryMarshal.AsBytes<short>(
        Enumerable.Range(0, samples).Select(i => (short)(amplitude * Math.Sin(i * 0.2))).ToArray()).ToArray();
}
