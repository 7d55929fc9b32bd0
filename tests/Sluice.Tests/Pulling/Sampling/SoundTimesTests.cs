using System.Buffers;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>An hour of sound from a source whose clock, network and encoder are as they are in life: segments keep their times.</summary>
public sealed class SoundTimesTests : IDisposable
{
    private const int PieceSamples = 400;
    private const int Marks = ushort.MaxValue;
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Right = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Path = TimeSpan.FromMilliseconds(20);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly AudioSegmenter _segmenter = new();
    private readonly List<(TimeSpan Start, TimeSpan Middle, TimeSpan End)> _errors = [];
    private DateTimeOffset _began;

    public void Dispose()
    {
        _segmenter.Dispose();
        _services.Dispose();
    }

    /// <param name="drift">How much faster the source's clock goes than ours, in millionths.</param>
    /// <param name="jitter">What the network adds to a piece's way at most, in milliseconds.</param>
    /// <param name="lost">Pieces lost in a row now and then, at most; longer breaks come a few times an hour.</param>
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 300, 60)]
    [InlineData(200, 150, 40)]
    [InlineData(-200, 150, 40)]
    [InlineData(-1000, 300, 60)]
    [InlineData(1000, 300, 60)]
    [InlineData(200, 150, 118)]
    public void Segments_of_an_hour_are_right_within_100_ms(int drift, int jitter, int lost)
    {
        _began = _time.GetUtcNow();
        var random = new Random(11);
        var metrics = new PullMetrics(_services.GetRequiredService<IMeterFactory>());
        var starts = new StartPlaces(1, _time);
        using var join = new MediaJoin(new PullRequest("s", "http://x.example/a.flv", 3, true), new Sink(this), starts, metrics, _time);
        var lane = join.Current;
        join.OnOpened(lane, TimeSpan.Zero, isLive: true, isPaced: false, hasVideo: false, hasAudio: true, () => 0);
        var pcm = new ushort[PieceSamples];
        var late = 0;
        for (var piece = 0; piece < TimeSpan.FromHours(1) / Piece; piece++)
        {
            // 1. Lost on the way, or not sent: the source's timestamps go on.
            if (lost > 0 && random.Next(2_000) == 0)
            {
                piece += random.Next(20) == 0 ? 400 : random.Next(1, lost);
            }

            // 2. Pieces come in order, so one that is late holds up those behind it; a second's worth of them at most.
            late = jitter == 0 ? 0 : Math.Clamp(late + random.Next(-jitter, jitter + 1), 0, jitter);
            var captured = Piece * (piece + 1);
            var arrival = _began + captured + Path + TimeSpan.FromMilliseconds(late);
            if (arrival > _time.GetUtcNow())
            {
                _time.SetUtcNow(arrival);
            }

            // 3. Each sample says which of four seconds' it is. Silence is zero.
            for (var i = 0; i < pcm.Length; i++)
            {
                pcm[i] = (ushort)((((piece * pcm.Length) + i) % Marks) + 1);
            }

            join.OnSound(lane, Piece * piece * (1 + (drift / 1e6)), MemoryMarshal.AsBytes<ushort>(pcm));
        }

        Assert.InRange(_errors.Count, 340, 360);
        var worst = _errors.Max(error => Larger(Larger(error.Start, error.Middle), error.End));
        TestContext.Current.TestOutputHelper?.WriteLine($"{_errors.Count} segments, at most {worst.TotalMilliseconds:0} ms off");
        Assert.InRange(worst, TimeSpan.Zero, Right);
    }

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one.Duration() > other.Duration() ? one.Duration() : other.Duration();

    private void Take(AudioSegment segment)
    {
        using (segment)
        {
            var samples = MemoryMarshal.Cast<byte, ushort>(segment.Sound.ToArray());
            var (first, last) = (samples.IndexOfAnyExcept((ushort)0), samples.LastIndexOfAnyExcept((ushort)0));
            var middle = samples[..((first + last) / 2)].LastIndexOfAnyExcept((ushort)0);
            _errors.Add((
                Error(segment.Start + Duration(first), samples[first] - 1),
                Error(segment.Start + Duration(middle), samples[middle] - 1),
                Error(segment.End - Duration(samples.Length - 1 - last), samples[last])));
        }
    }

    /// <summary>How far a time is from the nearest one at which there was such a sample.</summary>
    private TimeSpan Error(DateTimeOffset at, int mark)
    {
        var (period, error) = (Duration(Marks), at - _began - Duration(mark));
        return error - (period * Math.Round(error / period));
    }

    private static TimeSpan Duration(int samples) => TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / SoundFormat.SampleRate);

    private sealed class Sink(SoundTimesTests test) : IMediaSink
    {
        public void OnOpened(bool hasVideo, bool hasAudio)
        {
            // Nothing to be told.
        }

        public void OnFrame(CapturedFrame frame) => frame.Dispose();

        public void OnSound(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt) => test._segmenter.Add(pcm, capturedAt, test.Take);

        public void OnBytes(long count)
        {
            // None are counted.
        }
    }
}
