namespace Sluice.Server.Callbacks;

/// <summary>
/// Which deliveries are under way and which of the due ones may begin. One caller at a time. Holds only what is under way,
/// whatever the backlog. Its times are those of a clock that nobody sets.
/// </summary>
internal sealed class DispatchBoard(CallbackOptions options)
{
    private readonly Dictionary<string, string> _held = [];
    private readonly Dictionary<string, int> _heldOf = [];
    private readonly Dictionary<string, int> _endpoints = [];
    private readonly Dictionary<CallbackLane, FirstAttempt> _lanes = [];

    /// <summary>Which endpoints fail.</summary>
    public CircuitBreaker Breaker { get; } = new(options);

    /// <summary>Attempts under way.</summary>
    public int Running { get; private set; }

    public bool IsFull => Running >= options.Concurrency;

    /// <summary>When a lane that is held back opens by patience, or null when none is held.</summary>
    public DateTimeOffset? NextLaneOpens(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var first in _lanes.Values)
        {
            var opens = first.StartedAt + options.LanePatience;
            if (opens > now && (next is null || opens < next))
            {
                next = opens;
            }
        }

        return next;
    }

    /// <summary>Lanes whose first attempt is under way and not yet out of patience.</summary>
    public HashSet<CallbackLane> BusyLanes(DateTimeOffset now) => [.. _lanes.Keys.Where(lane => IsHeldBack(lane, now))];

    /// <summary>How many attempts may begin now at the endpoint.</summary>
    public int RoomAt(string endpoint, DateTimeOffset now) =>
        !Breaker.Allows(endpoint, now) ? 0
        : Breaker.IsOpen(endpoint) ? Math.Min(1, options.Concurrency - Running)
        : Math.Min(options.EndpointConcurrency - _endpoints.GetValueOrDefault(endpoint), options.Concurrency - Running);

    /// <summary>Rows of the endpoint that are under way, or done and not yet written: the store lists them as due still.</summary>
    public int HeldOf(string endpoint) => _heldOf.GetValueOrDefault(endpoint);

    /// <summary>Takes the row's place on the board when it may begin now.</summary>
    /// <param name="row">A due row.</param>
    /// <param name="endpoint">Scheme, host and port that it goes to.</param>
    /// <param name="now">The time.</param>
    /// <param name="passed">Lanes in which a row was left behind in this round: nothing behind it may begin before it.</param>
    public StartDecision TryStart(CallbackRow row, string endpoint, DateTimeOffset now, HashSet<CallbackLane> passed)
    {
        if (_held.ContainsKey(row.Id))
        {
            return StartDecision.UnderWay;
        }

        var lane = new CallbackLane(row.StreamId, row.ContentType);
        var isFirst = row.Attempts == 0;
        var decision = this switch
        {
            { IsFull: true } => StartDecision.NoSlot,
            _ when !Breaker.Allows(endpoint, now) => StartDecision.EndpointShut,
            _ when isFirst && (passed.Contains(lane) || IsHeldBack(lane, now)) => StartDecision.LaneBusy,
            _ when _endpoints.GetValueOrDefault(endpoint) >= options.EndpointConcurrency => StartDecision.EndpointBusy,
            _ => StartDecision.Started,
        };

        if (decision == StartDecision.Started)
        {
            TryHold(row.Id, endpoint);
            _endpoints[endpoint] = _endpoints.GetValueOrDefault(endpoint) + 1;
            Running++;
            Breaker.OnStarted(row, endpoint);
            if (isFirst)
            {
                _lanes[lane] = new FirstAttempt(row.Id, now);
            }
        }
        else if (isFirst)
        {
            passed.Add(lane);
        }

        return decision;
    }

    /// <summary>Holds a row that is not attempted, until its outcome is written. False when it is held already.</summary>
    public bool TryHold(string id, string endpoint)
    {
        if (!_held.TryAdd(id, endpoint))
        {
            return false;
        }

        _heldOf[endpoint] = HeldOf(endpoint) + 1;
        return true;
    }

    /// <summary>The attempt is over; the row stays held until its outcome is written.</summary>
    public void Finish(CallbackRow row, string endpoint)
    {
        Running--;
        if (--_endpoints[endpoint] == 0)
        {
            _endpoints.Remove(endpoint);
        }

        var lane = new CallbackLane(row.StreamId, row.ContentType);
        if (_lanes.TryGetValue(lane, out var first) && first.Id == row.Id)
        {
            _lanes.Remove(lane);
        }
    }

    /// <summary>The outcome is written: the store will not list the row as it was.</summary>
    public void Release(string id)
    {
        if (_held.Remove(id, out var endpoint) && --_heldOf[endpoint] == 0)
        {
            _heldOf.Remove(endpoint);
        }
    }

    private bool IsHeldBack(CallbackLane lane, DateTimeOffset now) =>
        _lanes.TryGetValue(lane, out var first) && now - first.StartedAt < options.LanePatience;

    private readonly record struct FirstAttempt(string Id, DateTimeOffset StartedAt);
}
