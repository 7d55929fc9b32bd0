namespace Sluice.Server.Streams;

/// <summary>
/// How long a stream waits after its session met a fault of the server: 5 s, then twice as long each time up to a minute. A
/// session that lasted longer than the longest pause begins anew.
/// </summary>
internal sealed class FaultPause
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private TimeSpan _next = Shortest;

    /// <summary>The pause after a session that lasted so long.</summary>
    public TimeSpan After(TimeSpan lasted)
    {
        var pause = lasted > Longest ? Shortest : _next;
        _next = pause * 2 < Longest ? pause * 2 : Longest;
        return pause;
    }
}
