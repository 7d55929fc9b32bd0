namespace Sluice.Server.Detection.Remote;

/// <summary>
/// Says whether an endpoint may be asked now: within its budget of calls a minute and at once, and not while it fails. After so many
/// failures in a row nothing is asked; after each pause one call shows whether it answers again.
/// </summary>
/// <param name="options">Its limits.</param>
/// <param name="time">Its steady clock.</param>
internal sealed class CallGate(RemoteCallOptions options, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly Queue<long> _begun = [];
    private int _running;
    private int _failures;
    private bool _isShut;
    private bool _probing;
    private long _shutAt;

    /// <summary>Null: a call begins, and owes a <see cref="Leave"/>. Else why none may.</summary>
    /// <param name="isProbe">It is the one that shows whether the endpoint answers again.</param>
    public CallOutcome? TryEnter(out bool isProbe)
    {
        lock (_lock)
        {
            isProbe = false;
            if (_isShut && (_probing || time.GetElapsedTime(_shutAt) < options.BreakerPause))
            {
                return CallOutcome.Suspended;
            }

            if (_running >= options.AtOnce)
            {
                return CallOutcome.Busy;
            }

            while (_begun.TryPeek(out var first) && time.GetElapsedTime(first) >= Minute)
            {
                _begun.Dequeue();
            }

            if (_begun.Count >= options.PerMinute)
            {
                return CallOutcome.OverBudget;
            }

            _running++;
            _begun.Enqueue(time.GetTimestamp());
            isProbe = _probing = _isShut;
            return null;
        }
    }

    /// <param name="isProbe">As <see cref="TryEnter"/> said.</param>
    /// <param name="answered">Null: it was cut off by this server, which says nothing of the endpoint.</param>
    public GateChange Leave(bool isProbe, bool? answered)
    {
        lock (_lock)
        {
            _running--;
            if (isProbe)
            {
                _probing = false;
            }

            return answered switch
            {
                null => GateChange.None,
                true => Answered(),
                false => Failed(isProbe),
            };
        }
    }

    private GateChange Answered()
    {
        var wasShut = _isShut;
        (_isShut, _probing, _failures) = (false, false, 0);
        return wasShut ? GateChange.Opened : GateChange.None;
    }

    // What began before it was shut may fail long after, and says nothing new.
    private GateChange Failed(bool isProbe)
    {
        if (_isShut)
        {
            _shutAt = isProbe ? time.GetTimestamp() : _shutAt;
            return GateChange.None;
        }

        if (++_failures < options.BreakerFailures)
        {
            return GateChange.None;
        }

        (_isShut, _shutAt) = (true, time.GetTimestamp());
        return GateChange.Shut;
    }
}
