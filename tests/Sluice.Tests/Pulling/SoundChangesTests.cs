using System.Runtime.InteropServices;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

/// <summary>A broadcaster whose encoder starts anew with other settings, within one connection.</summary>
public class SoundChangesTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private const int FlvHead = 13;

    [Theory]
    [InlineData("44100", "1", "48000", "2")]
    [InlineData("48000", "2", "22050", "1")]
    public async Task Sound_keeps_its_pitch_and_its_time_when_rate_and_channels_change(string rate, string channels, string otherRate, string otherChannels)
    {
        using var bench = new PullerBench();
        var (first, second) = (await MakeAsync(rate, channels, 0), await MakeAsync(otherRate, otherChannels, 1));
        await using var source = RawHttpSource.Of([.. first, .. second[FlvHead..]]);

        await bench.PullAsync($"http://{source.Address}/x.flv");

        var samples = MemoryMarshal.Cast<byte, short>([.. bench.Sink.Pcm]).ToArray();
        Assert.InRange(bench.Sink.SoundSeconds, 1.9, 2.1);
        Assert.Equal(440, Pitch(samples[(SoundFormat.SampleRate / 4)..(SoundFormat.SampleRate * 3 / 4)]), 4.0);
        Assert.Equal(440, Pitch(samples[(SoundFormat.SampleRate * 5 / 4)..(SoundFormat.SampleRate * 7 / 4)]), 4.0);
    }

    private async Task<byte[]> MakeAsync(string rate, string channels, int from)
    {
        var file = $"change-{Guid.NewGuid():N}.flv";
        await media.RunAsync(
            $"-f lavfi -i testsrc2=s=64x64:r=5:d=1 -f lavfi -i sine=440:sample_rate={rate}:d=1 -c:v libx264 -preset ultrafast -bf 0 "
            + $"-c:a aac -ac {channels} -output_ts_offset {from} {file}");
        return await File.ReadAllBytesAsync(Path.Combine(media.Folder, file), TestContext.Current.CancellationToken);
    }

    /// <summary>How often a second it rises through zero.</summary>
    private static double Pitch(short[] samples) =>
        samples.Zip(samples.Skip(1)).Count(pair => pair.First < 0 && pair.Second >= 0) * (double)SoundFormat.SampleRate / samples.Length;
}
