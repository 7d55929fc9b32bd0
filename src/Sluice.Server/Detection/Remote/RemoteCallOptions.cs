namespace Sluice.Server.Detection.Remote;

/// <summary>How often and how long an endpoint is asked. What goes beyond is not asked: that frame or segment has no findings of it.</summary>
internal sealed class RemoteCallOptions
{
    /// <summary>Until the whole answer to one picture or segment of sound, 10 ms to 2 minutes. Default 5 s. The callback waits for it.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls in any minute, 1 to 60,000. Default 600.</summary>
    public int PerMinute { get; set; } = 600;

    /// <summary>Calls at the same time, 1 to 256. Default 8.</summary>
    public int AtOnce { get; set; } = 8;

    /// <summary>After so many failures in a row nothing is asked, 1 to 1,000. Default 5.</summary>
    public int BreakerFailures { get; set; } = 5;

    /// <summary>How long nothing is asked; then one call shows whether it answers again. 100 ms to 1 hour. Default 30 s.</summary>
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(30);
}
