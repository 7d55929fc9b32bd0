using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Nut;

namespace Sluice.Tests.Pulling;

public class HeldPacketsTests
{
    private readonly Channel<NutPacket?> _source = Channel.CreateUnbounded<NutPacket?>();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Video_that_comes_before_all_of_the_sound_of_its_time_is_put_among_it()
    {
        await using var held = Held(15);
        Send(NutStreamClass.Video, 0, 3, 6);
        Send(NutStreamClass.Audio, 0, 1, 2, 3, 4, 5, 6, 7);
        _source.Writer.TryWrite(null);

        List<double> order = [];
        while (await held.FillAsync())
        {
            order.Add(held.Next.Pts.TotalSeconds);
            ArrayPool<byte>.Shared.Return(held.Take().Buffer);
        }

        Assert.Equal([0, 0, 1, 2, 3, 3, 4, 5, 6, 6, 7], order);
    }

    [Fact]
    public async Task No_more_is_held_than_was_allowed()
    {
        await using var held = Held(10);
        Send(NutStreamClass.Audio, [.. Enumerable.Range(0, 100).Select(n => (double)n)]);

        Assert.True(await held.FillAsync());
        Assert.Equal(89, _source.Reader.Count);

        ArrayPool<byte>.Shared.Return(held.Take().Buffer);
        Assert.True(await held.FillAsync());
        Assert.Equal(88, _source.Reader.Count);
        _source.Writer.Complete();
    }

    [Fact]
    public async Task Where_nothing_is_read_ahead_a_packet_is_read_when_the_one_before_it_was_taken()
    {
        await using var held = Held(0);
        Send(NutStreamClass.Audio, 0, 1);

        Assert.True(await held.FillAsync());
        Assert.True(await held.FillAsync());

        Assert.Equal(1, _source.Reader.Count);
    }

    [Fact]
    public async Task A_wait_is_over_when_its_time_is_or_another_packet_has_come()
    {
        await using var held = Held(15);
        Send(NutStreamClass.Video, 5);
        Assert.True(await held.FillAsync());

        var whole = held.WaitAsync(TimeSpan.FromSeconds(5), Cancellation);
        Assert.False(whole.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        await whole.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        var cut = held.WaitAsync(TimeSpan.FromSeconds(5), Cancellation);
        Send(NutStreamClass.Audio, 4);
        await cut.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.True(await held.FillAsync());
        Assert.Equal(4, held.Next.Pts.TotalSeconds);
        _source.Writer.Complete();
    }

    private HeldPackets Held(double ahead) =>
        new(() => _source.Reader.ReadAsync(Cancellation).AsTask(), TimeSpan.FromSeconds(ahead), _time);

    private void Send(NutStreamClass kind, params ReadOnlySpan<double> seconds)
    {
        var stream = new NutStream { Class = kind, TimeBase = (1, 1000), MsbPtsShift = 7 };
        foreach (var second in seconds)
            _source.Writer.TryWrite(new NutPacket(stream, TimeSpan.FromSeconds(second), ArrayPool<byte>.Shared.Rent(1), 1));
    }
}
