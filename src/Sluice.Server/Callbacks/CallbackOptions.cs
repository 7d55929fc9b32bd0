namespace Sluice.Server.Callbacks;

/// <summary>How callbacks are delivered (protocol §4).</summary>
internal sealed class CallbackOptions
{
    public const string Section = "Sluice:Callbacks";

    /// <summary>5, 10, … 60 s.</summary>
    private static readonly TimeSpan[] DefaultRetryDelays = [.. Enumerable.Range(1, 12).Select(n => TimeSpan.FromSeconds(5 * n))];

    /// <summary>How long a receiver has until its answer's headers are complete, connecting included. Default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The pause before each retry; when they are used up the callback is given up. Null: 5, 10, 15 … 60 s (12 retries).
    /// </summary>
    public TimeSpan[]? RetryDelays { get; set; }

    /// <summary>A callback this old is given up. Default 15 minutes.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The most that a receiver's <c>Retry-After</c> can move the next attempt. Default 60 s.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts under way at once, to all receivers together. Default 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>Attempts under way at once to one scheme, host and port. Default 16.</summary>
    public int EndpointConcurrency { get; set; } = 16;

    /// <summary>
    /// After so many failures in a row (no connection, no answer in time, 5xx or 429) nothing more is sent to a scheme, host and port
    /// but one attempt at a time. Default 10.
    /// </summary>
    public int BreakerFailures { get; set; } = 10;

    /// <summary>The pause before the first of these attempts; it doubles each time. Default 5 s.</summary>
    public TimeSpan BreakerDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that the pause becomes. Default 30 s.</summary>
    public TimeSpan BreakerMaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the first attempt of a result holds back those behind it in the same stream and content type when its receiver
    /// does not answer. Default 1 s.
    /// </summary>
    public TimeSpan LanePatience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long attempts under way may still take when the server stops. Default 3 s.</summary>
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a delivered callback is kept, listed and can be replayed. Default 1 day.</summary>
    public TimeSpan KeepDelivered { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long one that was given up is kept, listed and can be replayed. Default 7 days.</summary>
    public TimeSpan KeepDead { get; set; } = TimeSpan.FromDays(7);

    /// <summary><see cref="RetryDelays"/> with its default filled in.</summary>
    public IReadOnlyList<TimeSpan> Retries => RetryDelays ?? DefaultRetryDelays;
}
