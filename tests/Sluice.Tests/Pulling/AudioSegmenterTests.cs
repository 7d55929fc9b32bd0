using System.Buffers;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

public sealed class AudioSegmenterTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AudioSegmenter _segmenter = new();
    private readonly List<AudioSegment> _segments = [];

    public void Dispose()
    {
        _segmenter.Dispose();
        _segments.ForEach(s => s.Dispose());
    }

    [Fact]
    public void Sound_is_cut_every_ten_seconds_exactly_and_no_sample_is_lost()
    {
        // Pieces of 1,000 samples do not divide a segment.
        short next = 0;
        for (var sample = 0; sample < 16_000 * 25; sample += 1000)
            Add(Enumerable.Range(0, 1000).Select(_ => next++).ToArray(), Start.AddSeconds(sample / 16_000.0));

        Assert.Equal(2, _segments.Count);
        Assert.All(_segments, s => Assert.Equal(320_000, s.Sound.Length));
        Assert.Equal([Start, Start.AddSeconds(10)], _segments.Select(s => s.Start));
        Assert.Equal([Start.AddSeconds(10), Start.AddSeconds(20)], _segments.Select(s => s.End));

        var last = _segmenter.Flush();
        Assert.NotNull(last);
        _segments.Add(last);
        Assert.Equal(5 * 32_000, last.Sound.Length);
        Assert.Equal(Start.AddSeconds(25), last.End);

        short expected = 0;
        foreach (var segment in _segments)
        {
            var pcm = segment.Sound.ToArray();
            for (var i = 0; i < pcm.Length; i += 2)
                Assert.Equal(expected++, BitConverter.ToInt16(pcm.AsSpan(i)));
        }
    }

    [Fact]
    public void One_large_piece_makes_many_segments()
    {
        Add(new short[16_000 * 31], Start);

        Assert.Equal(3, _segments.Count);
        Assert.Equal(Start.AddSeconds(20), _segments[2].Start);
    }

    [Theory]
    [InlineData(15_999, false)]
    [InlineData(16_000, true)]
    public void An_unfinished_segment_counts_from_one_second_on(int samples, bool counts)
    {
        Add(new short[samples], Start);

        using var rest = _segmenter.Flush();

        Assert.Equal(counts, rest is not null);
        Assert.Null(_segmenter.Flush());
    }

    [Fact]
    public void A_reanchored_clock_loses_no_sound_and_the_end_is_the_last_samples()
    {
        Add(new short[16_000 * 5], Start);
        Add(new short[16_000 * 5], Start.AddSeconds(6));

        var segment = Assert.Single(_segments);
        Assert.Equal(320_000, segment.Sound.Length);
        Assert.Equal(Start, segment.Start);
        Assert.Equal(Start.AddSeconds(11), segment.End);
    }

    [Fact]
    public void A_start_that_came_late_is_set_right_by_what_comes_in_time()
    {
        Add(new short[8_000], Start.AddSeconds(0.7));
        Add(new short[8_000], Start.AddSeconds(0.7));
        Add(new short[16_000 * 9], Start.AddSeconds(1));

        var segment = Assert.Single(_segments);
        Assert.Equal((Start, Start.AddSeconds(10)), (segment.Start, segment.End));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void A_long_jump_of_time_cuts_the_sound(int jump)
    {
        Add(new short[16_000 * 4], Start);
        Add(new short[16_000 * 10], Start.AddSeconds(4 + jump));

        Assert.Equal(2, _segments.Count);
        Assert.Equal((Start, Start.AddSeconds(4)), (_segments[0].Start, _segments[0].End));
        Assert.Equal(4 * 32_000, _segments[0].Sound.Length);
        Assert.Equal(Start.AddSeconds(4 + jump), _segments[1].Start);
        Assert.Equal(320_000, _segments[1].Sound.Length);
    }

    [Fact]
    public void Less_than_a_second_before_a_long_jump_is_dropped()
    {
        Add(new short[8_000], Start);
        Add(new short[16_000 * 10], Start.AddMinutes(1));

        Assert.Equal(Start.AddMinutes(1), Assert.Single(_segments).Start);
    }

    private void Add(short[] samples, DateTimeOffset at)
    {
        var bytes = new byte[samples.Length * 2];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        _segmenter.Add(bytes, at, _segments.Add);
    }
}
