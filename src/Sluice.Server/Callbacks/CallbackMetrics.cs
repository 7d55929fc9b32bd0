using System.Diagnostics.Metrics;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Callbacks;

internal sealed class CallbackMetrics
{
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _attemptSeconds;
    private readonly Histogram<double> _deliverySeconds;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _suppressed;
    private readonly Counter<long> _breakerOpenings;
    private readonly UpDownCounter<long> _openBreakers;

    public CallbackMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Sluice");
        _attempts = meter.CreateCounter<long>("callback_attempts", description: "Attempts to deliver a callback, by outcome.");
        _attemptSeconds = meter.CreateHistogram<double>("callback_attempt_seconds", "s", "Time that one attempt took.");
        _deliverySeconds = meter.CreateHistogram<double>(
            "callback_delivery_seconds", "s", "Time from a callback's creation to its delivery.");
        _dead = meter.CreateCounter<long>("callback_dead", description: "Callbacks that were given up.");
        _suppressed = meter.CreateCounter<long>(
            "results_suppressed", description: "Risky frames that were not called back since their tenant wants it so, by reason.");
        _breakerOpenings = meter.CreateCounter<long>(
            "callback_breaker_openings", description: "Times that an endpoint failed so often that callbacks to it wait.");
        _openBreakers = meter.CreateUpDownCounter<long>(
            "callback_breakers_open", description: "Endpoints that fail now, so that callbacks to them wait.");
    }

    public void OnAttempt(AttemptStatus status, TimeSpan took)
    {
        _attempts.Add(1, new KeyValuePair<string, object?>("outcome", Name(status)));
        _attemptSeconds.Record(took.TotalSeconds);
    }

    public void OnDelivered(TimeSpan sinceCreation) => _deliverySeconds.Record(sinceCreation.TotalSeconds);

    public void OnDead() => _dead.Add(1);

    public void OnSuppressed(Suppression reason) => _suppressed.Add(1, new KeyValuePair<string, object?>("reason", Name(reason)));

    public void OnBreakerOpened()
    {
        _breakerOpenings.Add(1);
        _openBreakers.Add(1);
    }

    public void OnBreakerClosed() => _openBreakers.Add(-1);

    private static string Name(Suppression reason) => reason == Suppression.Similar ? "similar" : "flood";

    private static string Name(AttemptStatus status) => status switch
    {
        AttemptStatus.Delivered => "delivered",
        AttemptStatus.HttpError => "http_error",
        AttemptStatus.ServerError => "server_error",
        AttemptStatus.Timeout => "timeout",
        AttemptStatus.Refused => "refused",
        _ => "connect_failed",
    };
}
