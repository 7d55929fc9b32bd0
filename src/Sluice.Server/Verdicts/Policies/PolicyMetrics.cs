using System.Diagnostics.Metrics;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>The figures of the policy.</summary>
internal sealed class PolicyMetrics
{
    private readonly Counter<long> _changes;
    private volatile bool _isRefused;

    public PolicyMetrics(IMeterFactory factory)
    {
        var meter = factory.Create("Sluice");
        _changes = meter.CreateCounter<long>("policy_changes", null, "Changes of the policy's file that were seen, by outcome.");
        meter.CreateObservableGauge("policy_refused", () => IsRefused ? 1 : 0, null, "1: the policy's file has errors, and an earlier policy is in force.");
    }

    /// <summary>What the file says now is not in force.</summary>
    public bool IsRefused
    {
        get => _isRefused;
        set => _isRefused = value;
    }

    public void OnLoaded()
    {
        IsRefused = false;
        _changes.Add(1, new KeyValuePair<string, object?>("outcome", "loaded"));
    }

    public void OnRefused()
    {
        IsRefused = true;
        _changes.Add(1, new KeyValuePair<string, object?>("outcome", "refused"));
    }
}
