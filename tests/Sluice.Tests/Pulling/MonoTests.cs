using Sluice.Server.Detection.Sound;

namespace Sluice.Tests.Pulling;

/// <summary>Every channel of a source's sound is heard, whatever the others are.</summary>
public class MonoTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    [Theory]
    [InlineData("pan=mono|c0=c0", -25, -17)]
    [InlineData("pan=stereo|c0=c0|c1=c0", -22, -17)]
    [InlineData("pan=stereo|c0=c0|c1=0*c0", -26, -17)]
    [InlineData("pan=stereo|c0=0*c0|c1=c0", -32, -17)]
    [InlineData("pan=stereo|c0=c0|c1=-1*c0", -32, -17)]
    [InlineData("pan=5.1|c0=0*c0|c2=c0", -32, -17)]
    [InlineData("pan=5.1|c0=0*c0|c4=c0", -36, -17)]
    public async Task A_channel_is_heard_alone_with_others_and_against_them(string channels, double least, double most)
    {
        using var bench = new PullerBench();
        var file = $"mono-{Guid.NewGuid():N}.flv";
        await media.RunAsync($"-f lavfi -i testsrc2=s=64x64:r=5:d=1 -f lavfi -i sine=440:sample_rate=44100:d=1,{channels} -c:v libx264 -preset ultrafast -c:a aac -b:a 192k {file}");
        await using var source = RawHttpSource.Of(await File.ReadAllBytesAsync(Path.Combine(media.Folder, file), TestContext.Current.CancellationToken));

        await bench.PullAsync($"http://{source.Address}/x.flv");

        Assert.InRange(bench.Sink.SoundSeconds, 0.9, 1.1);
        Assert.InRange(Decibels([.. bench.Sink.Pcm]), least, most);
        Assert.False(SoundLevel.IsSilent([.. bench.Sink.Pcm]));
    }

    private static double Decibels(byte[] pcm)
    {
        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(pcm).ToArray();
        return 20 * Math.Log10(Math.Sqrt(samples.Average(sample => (double)sample * sample)) / 32768);
    }
}
