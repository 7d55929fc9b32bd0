using System.Buffers;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>Sound of a live source through a real pull, whose pitch tells the second of the programme.</summary>
public class LiveSoundTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    private const double Right = 0.1;
    private const int Window = SoundFormat.BytesPerSecond / 2;

    private static readonly int Seconds = Math.Min(60, Soak.Rounds(14));

    [Fact]
    public async Task Segments_of_a_live_stream_are_right_within_100_ms()
    {
        await media.RunAsync($"{ToldTime.Inputs(Seconds)} -c:v libx264 -preset ultrafast -g 25 -bf 0 -c:a aac -b:a 128k told.flv");
        using var bench = new PullerBench();
        await using var source = new LiveFlvSource(await File.ReadAllBytesAsync(Path.Combine(media.Folder, "told.flv"), TestContext.Current.CancellationToken));
        await bench.PullAsync(source.Url);

        var errors = new List<double>();
        using var segmenter = new AudioSegmenter();
        var at = 0;
        foreach (var (capturedAt, bytes) in bench.Sink.Sounds)
        {
            segmenter.Add(bench.Sink.Pcm.GetRange(at, bytes).ToArray(), capturedAt, segment => errors.AddRange(Errors(segment, source.Began)));
            at += bytes;
        }

        // Its end is that of the programme, which fills no window.
        if (segmenter.Flush() is { } rest)
            errors.AddRange(Errors(rest, source.Began).Take(2));
        TestContext.Current.TestOutputHelper?.WriteLine($"{errors.Count} looks: {errors.Min():0.000} to {errors.Max():0.000} s");
        Assert.True(errors.Count >= 3 * ((Seconds / 10) - 1) && errors.Count > 0);
        Assert.All(errors, error => Assert.InRange(error, -Right, Right));
    }

    /// <summary>How much later than it was the sound is said to be: at a segment's beginning, middle and end.</summary>
    private static IEnumerable<double> Errors(AudioSegment segment, DateTimeOffset began)
    {
        using (segment)
        {
            var pcm = segment.Sound.ToArray();
            return
            [
                .. new[] { 0, (pcm.Length - Window) / 2 & ~1, pcm.Length - Window }.Select(from =>
                    (segment.Start - began).TotalSeconds + ((from + (Window / 2.0)) / SoundFormat.BytesPerSecond) - ToldTime.OfSound(pcm.AsSpan(from, Window))),
            ];
        }
    }
}
