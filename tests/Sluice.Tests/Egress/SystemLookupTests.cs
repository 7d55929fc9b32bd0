using System.Net;
using System.Net.Sockets;
using Sluice.Server.Egress;

namespace Sluice.Tests.Egress;

public sealed class SystemLookupTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim _answers = new();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SystemLookup _lookup;
    private int _threadsOfThePool;

    public SystemLookupTests() => _lookup = new SystemLookup(host =>
    {
        Interlocked.Add(ref _threadsOfThePool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        _asked.Release();
        _answers.Wait();
        return host == "none.example" ? throw new SocketException((int)SocketError.HostNotFound) : [IPAddress.Loopback];
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _answers.Set();
        _asked.Dispose();
    }

    [Fact]
    public async Task Who_asked_may_leave_while_the_resolver_is_silent()
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var resolver = new EgressResolver(EgressPolicyTests.Policy(), _lookup.FindAsync);
        var found = resolver.ResolveAsync("silent.example", 80, left.Token);
        await _asked.WaitAsync(Cancellation);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => found.WaitAsync(Soon, Cancellation));
    }

    [Fact]
    public async Task Who_asks_for_the_same_name_meanwhile_gets_the_same_answer_and_later_a_new_one()
    {
        var first = _lookup.FindAsync("a.example", Cancellation);
        var second = _lookup.FindAsync("A.example", Cancellation);
        await _asked.WaitAsync(Cancellation);
        _answers.Set();

        Assert.Same(await first.WaitAsync(Soon, Cancellation), await second.WaitAsync(Soon, Cancellation));
        Assert.Equal(0, _asked.CurrentCount);
        await _lookup.FindAsync("a.example", Cancellation).WaitAsync(Soon, Cancellation);
        Assert.Equal(1, _asked.CurrentCount);
    }

    [Fact]
    public async Task Silent_names_hold_no_thread_of_the_pool_and_are_bounded()
    {
        var asked = Enumerable.Range(0, SystemLookup.MostNames).Select(n => _lookup.FindAsync($"{n}.example", Cancellation)).ToList();
        for (var i = 0; i < asked.Count; i++)
            await _asked.WaitAsync(Cancellation);
        await Assert.ThrowsAsync<SocketException>(() => _lookup.FindAsync("more.example", Cancellation));

        _answers.Set();
        await Task.WhenAll(asked).WaitAsync(Soon, Cancellation);

        Assert.Equal(0, _threadsOfThePool);
        Assert.Equal([IPAddress.Loopback], await _lookup.FindAsync("more.example", Cancellation).WaitAsync(Soon, Cancellation));
    }

    [Fact]
    public async Task A_name_without_an_address_is_told_and_asked_for_again()
    {
        _answers.Set();

        await Assert.ThrowsAsync<SocketException>(() => _lookup.FindAsync("none.example", Cancellation).WaitAsync(Soon, Cancellation));
        await Assert.ThrowsAsync<SocketException>(() => _lookup.FindAsync("none.example", Cancellation).WaitAsync(Soon, Cancellation));
        Assert.Equal(2, _asked.CurrentCount);
    }
}
