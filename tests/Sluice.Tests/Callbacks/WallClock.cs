using Microsoft.Extensions.Time.Testing;

namespace Sluice.Tests.Callbacks;

/// <summary>A clock on the wall that somebody sets, while time goes on.</summary>
internal sealed class WallClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero))
{
    /// <summary>How far it was set.</summary>
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
