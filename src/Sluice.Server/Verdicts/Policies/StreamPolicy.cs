namespace Sluice.Server.Verdicts.Policies;

/// <summary>What is in force for one stream: found once, and again when another version is in force. Any number of callers.</summary>
internal sealed class StreamPolicy(CurrentPolicy current, PolicyScope scope)
{
    private volatile Found? _found;

    public Policy Now
    {
        get
        {
            var set = current.Set;
            if (_found is not { } found || !ReferenceEquals(found.Set, set))
            {
                _found = found = new Found(set, set.For(scope));
            }

            return found.Policy;
        }
    }

    private sealed record Found(PolicySet Set, Policy Policy);
}
