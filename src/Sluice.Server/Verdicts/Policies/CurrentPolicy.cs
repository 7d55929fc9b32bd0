namespace Sluice.Server.Verdicts.Policies;

/// <summary>What is in force.</summary>
internal sealed class CurrentPolicy(PolicySet first)
{
    private volatile PolicySet _set = first;

    public PolicySet Set
    {
        get => _set;
        set => _set = value;
    }

    /// <summary>What is in force for somebody, at any time.</summary>
    public StreamPolicy For(PolicyScope scope) => new(this, scope);
}
