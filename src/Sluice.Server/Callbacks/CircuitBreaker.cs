namespace Sluice.Server.Callbacks;

/// <summary>
/// One breaker for each endpoint (scheme, host and port) that fails. It opens after so many failures in a row; then one attempt at a
/// time goes there as a probe, after pauses that double. Any answer that is not the endpoint's own failure closes it. In memory
/// only, and bounded. Its times are those of a clock that nobody sets. One caller at a time.
/// </summary>
internal sealed class CircuitBreaker(CallbackOptions options)
{
    /// <summary>More failing endpoints than this are not told apart from well ones.</summary>
    private const int MostEndpoints = 4096;

    private readonly Dictionary<string, Endpoint> _failing = new(StringComparer.Ordinal);

    /// <summary>May an attempt begin now? While a probe is under way or its time has not come, none may.</summary>
    public bool Allows(string endpoint, DateTimeOffset now) => !_failing.TryGetValue(endpoint, out var state) || state.Allows(now);

    /// <summary>Nothing but probes goes there.</summary>
    public bool IsOpen(string endpoint) => _failing.TryGetValue(endpoint, out var state) && state.IsOpen;

    /// <summary>An attempt that was allowed begins; of an open breaker it is the probe.</summary>
    public void OnStarted(CallbackRow row, string endpoint)
    {
        if (_failing.TryGetValue(endpoint, out var state) && state.IsOpen)
        {
            state.Probe = row.Id;
        }
    }

    /// <summary>When the next probe may begin, or null when no breaker waits for one.</summary>
    public DateTimeOffset? NextProbe(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var state in _failing.Values)
        {
            if (state.IsOpen && state.Probe is null && state.ProbeAt > now && (next is null || state.ProbeAt < next))
            {
                next = state.ProbeAt;
            }
        }

        return next;
    }

    /// <param name="row">What was attempted.</param>
    /// <param name="endpoint">Where it went.</param>
    /// <param name="status">What the attempt met; null when this server cut it off.</param>
    /// <param name="now">The time.</param>
    public BreakerChange OnFinished(CallbackRow row, string endpoint, AttemptStatus? status, DateTimeOffset now)
    {
        _failing.TryGetValue(endpoint, out var state);
        var wasProbe = state?.Probe == row.Id;
        if (wasProbe)
        {
            state!.Probe = null;
        }

        return status switch
        {
            null => BreakerChange.None,
            { } met when !IsEndpointsFailure(met) => Forget(endpoint, state),
            _ when state is { IsOpen: true } => wasProbe ? ProbeLater(state, now) : BreakerChange.None,
            _ => Count(state ?? Remember(endpoint), now),
        };
    }

    /// <summary>An answer below 500, other than 429, shows that the endpoint works, whatever it thinks of the callback.</summary>
    private static bool IsEndpointsFailure(AttemptStatus status) => status is not (AttemptStatus.Delivered or AttemptStatus.HttpError);

    private BreakerChange Forget(string endpoint, Endpoint? state)
    {
        _failing.Remove(endpoint);
        return state is { IsOpen: true } ? BreakerChange.Closed : BreakerChange.None;
    }

    // Only a probe says anything new: what began before the breaker opened may fail long after it.
    private BreakerChange ProbeLater(Endpoint state, DateTimeOffset now)
    {
        var longer = state.Delay * 2;
        state.Delay = longer < options.BreakerMaxDelay ? longer : options.BreakerMaxDelay;
        state.ProbeAt = now + state.Delay;
        return BreakerChange.None;
    }

    private BreakerChange Count(Endpoint? state, DateTimeOffset now)
    {
        if (state is null)
        {
            return BreakerChange.None;
        }

        state.LastFailure = now;
        if (++state.Failures < options.BreakerFailures)
        {
            return BreakerChange.None;
        }

        state.IsOpen = true;
        state.Delay = options.BreakerDelay;
        state.ProbeAt = now + state.Delay;
        return BreakerChange.Opened;
    }

    /// <summary>Null when as many as there is room for are open.</summary>
    private Endpoint? Remember(string endpoint)
    {
        if (_failing.Count >= MostEndpoints)
        {
            var oldest = _failing.Keys.Where(key => !_failing[key].IsOpen).MinBy(key => _failing[key].LastFailure);
            if (oldest is null)
            {
                return null;
            }

            _failing.Remove(oldest);
        }

        var state = new Endpoint();
        _failing.Add(endpoint, state);
        return state;
    }

    private sealed class Endpoint
    {
        public int Failures { get; set; }

        public DateTimeOffset LastFailure { get; set; }

        public bool IsOpen { get; set; }

        public TimeSpan Delay { get; set; }

        public DateTimeOffset ProbeAt { get; set; }

        /// <summary>Id of the row whose attempt is the probe, while it is under way.</summary>
        public string? Probe { get; set; }

        public bool Allows(DateTimeOffset now) => !IsOpen || (Probe is null && ProbeAt <= now);
    }
}
