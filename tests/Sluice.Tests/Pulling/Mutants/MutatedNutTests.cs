using System.Buffers;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Nut;

namespace Sluice.Tests.Pulling.Mutants;

/// <summary>What a child that was taken over may write: damaged NUT, read in this process.</summary>
public sealed class MutatedNutTests(MutantMedia media) : IClassFixture<MutantMedia>
{
    private const long MostAllocated = 2 * NutReader.MaxPacket;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Sound_NUT_is_read_to_its_end()
    {
        var (packets, bytes, _) = await ReadAsync(media.Nut);

        Assert.InRange(packets, 20, 1_000);
        Assert.InRange(bytes, media.Nut.Length * 9L / 10, media.Nut.Length);
    }

    [Fact]
    public async Task Every_mutant_ends_or_is_invalid_within_bounded_memory()
    {
        int invalid = 0, ended = 0;
        foreach (var seed in Soak.Seeds(10_000))
        {
            var data = Mutator.Mutate(media.Nut, new Random(seed));
            try
            {
                var (packets, bytes, allocated) = await ReadAsync(data);
                ended++;
                Assert.InRange(packets, 0, data.Length);
                Assert.InRange(allocated, 0, MostAllocated + (4 * bytes));
            }
            catch (InvalidDataException)
            {
                invalid++;
            }
            catch (Exception e)
            {
                Assert.Fail($"SLUICE_SEED={seed}: {e}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{invalid} invalid, {ended} ended");
        Assert.True(invalid > 0 || ended == 1);
    }

    // Reads as a pull does: with the pace, the clock and the gaps that depend on its timestamps.
    private static async Task<(int Packets, long Bytes, long Allocated)> ReadAsync(byte[] data)
    {
        var position = 0;
        var readsPastEnd = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = new NutReader((target, _) =>
        {
            var count = Math.Min(Math.Min(target.Length, 5_000), data.Length - position);
            data.AsSpan(position, count).CopyTo(target.Span);
            position += count;
            if (count == 0)
                Assert.InRange(++readsPastEnd, 0, 100);
            return ValueTask.FromResult(count);
        });
        var packets = 0;
        var bytes = 0L;
        if (await reader.ReadHeadersAsync(TestContext.Current.CancellationToken) is not null)
        {
            var (pacer, clock, gaps) = (new Pacer(TimeSpan.FromSeconds(11)), new CaptureClock(), new SoundGaps());
            while (await reader.ReadPacketAsync(TestContext.Current.CancellationToken) is { } packet)
            {
                packets++;
                bytes += packet.Length;
                ArrayPool<byte>.Shared.Return(packet.Buffer);
                var now = TimeSpan.FromMilliseconds(packets);
                Assert.InRange(pacer.DelayOf(packet.Pts, now, TimeSpan.Zero), TimeSpan.Zero, TimeSpan.FromDays(1));
                var duration = SoundFormat.Duration(packet.Length);
                Assert.InRange(clock.At(packet.Pts + duration, Start + now), DateTimeOffset.MinValue, Start + now);
                Assert.InRange(gaps.SilenceBefore(packet.Pts, packet.Length), 0, SoundFormat.Bytes(SoundGaps.Longest));
            }
        }

        return (packets, bytes, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
