using System.Buffers;
using Sluice.Server.Pulling.Nut;

namespace Sluice.Tests.Pulling;

public class NutReaderTests(SourceMedia media) : IClassFixture<SourceMedia>
{
    [Fact]
    public async Task Every_packet_comes_with_the_timestamp_and_size_that_ffprobe_reads()
    {
        using var probe = media.Start(
            "ffprobe", "-v error -show_entries packet=codec_type,pts_time,size -of csv=p=0 av.nut", output: true);
        var expected = (await probe.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd(','))
            .ToList();

        var actual = new List<string>();
        await ReadAsync(media.Nut, p => actual.Add(FormattableString.Invariant(
            $"{(p.Stream.Class == NutStreamClass.Video ? "video" : "audio")},{p.Pts.TotalSeconds:0.00000},{p.Length}")));

        Assert.InRange(actual.Count, 200, 10_000);
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (e, a) in expected.Zip(actual))
        {
            var (want, got) = (e.Split(','), a.Split(','));
            Assert.Equal((want[0], want[2]), (got[0], got[2]));
            Assert.Equal(double.Parse(want[1], null), double.Parse(got[1], null), 0.0001);
        }
    }

    [Fact]
    public async Task Frames_are_whole_jpegs()
    {
        await ReadAsync(media.Nut, p =>
        {
            if (p.Stream.Class == NutStreamClass.Video)
            {
                Assert.Equal([0xFF, 0xD8], p.Buffer[..2]);
                Assert.Equal([0xFF, 0xD9], p.Buffer[(p.Length - 2)..p.Length]);
            }
        });
    }

    [Fact]
    public async Task Data_that_is_cut_anywhere_ends()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var length = i < 100 ? i * 5 : random.Next(media.Nut.Length);
            var packets = await ReadAsync(media.Nut[..length], _ => { });
            Assert.InRange(packets, 0, 1_000);
        }
    }

    [Fact]
    public async Task Corrupt_data_ends_or_is_invalid_and_never_hangs_or_throws_anything_else()
    {
        var random = new Random(2);
        var invalid = 0;
        for (var i = 0; i < 400; i++)
        {
            var data = (byte[])media.Nut.Clone();
            for (var flips = 0; flips < 20; flips++)
                data[random.Next(i % 2 == 0 ? 600 : data.Length)] = (byte)random.Next(256);
            try
            {
                await ReadAsync(data, p => Assert.InRange(p.Length, 1, NutReader.MaxPacket));
            }
            catch (InvalidDataException)
            {
                invalid++;
            }
        }

        Assert.InRange(invalid, 100, 400);
    }

    [Fact]
    public async Task What_is_not_NUT_is_invalid() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(new byte[1000], _ => { }));

    // Bytes come a few at a time, as from a pipe.
    private static async Task<int> ReadAsync(byte[] data, Action<NutPacket> see)
    {
        var position = 0;
        using var reader = new NutReader((target, _) =>
        {
            var count = Math.Min(Math.Min(target.Length, 1000), data.Length - position);
            data.AsSpan(position, count).CopyTo(target.Span);
            position += count;
            return ValueTask.FromResult(count);
        });
        if (await reader.ReadHeadersAsync(TestContext.Current.CancellationToken) is null)
            return 0;

        var packets = 0;
        while (await reader.ReadPacketAsync(TestContext.Current.CancellationToken) is { } packet)
        {
            packets++;
            see(packet);
            ArrayPool<byte>.Shared.Return(packet.Buffer);
        }

        return packets;
    }
}
