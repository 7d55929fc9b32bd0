using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Sluice.Tests;

/// <summary>A clock whose wall time can be set, as by an operator or NTP, while timers and timestamps go on as before.</summary>
internal sealed class JumpingTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<TimeSpan, SemaphoreSlim> _timers = new();
    private long _offset;

    public JumpingTime()
        : this(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Sets the wall clock forward, or back when negative.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <summary>Completes when one more timer of that length waits: now the clock can be advanced by it.</summary>
    public Task TimerAsync(TimeSpan length, CancellationToken cancellationToken) => Timers(length).WaitAsync(cancellationToken);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Timers(dueTime).Release();
        return timer;
    }

    private SemaphoreSlim Timers(TimeSpan length) => _timers.GetOrAdd(length, _ => new SemaphoreSlim(0));
}
