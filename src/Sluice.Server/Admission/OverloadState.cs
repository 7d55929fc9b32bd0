namespace Sluice.Server.Admission;

/// <summary>
/// Whether a node is overloaded, from what it measures: it is when it was full for <see cref="AdmissionOptions.FullFor"/> without
/// a break, until it had room for <see cref="AdmissionOptions.RoomFor"/> without a break. One caller observes; any may read.
/// </summary>
internal sealed class OverloadState(AdmissionOptions options, TimeProvider time)
{
    private volatile string? _lack;
    private long? _changingSince;

    /// <summary>What there is no room for; null while the node is not overloaded.</summary>
    public string? Lack => _lack;

    /// <summary>Takes what was measured now. True: the node has become overloaded, or is so no longer.</summary>
    public bool Observe(LoadSample sample)
    {
        var lack = sample.Lack(options.MaxWait);
        var isOverloaded = _lack is not null;
        if (lack is not null == isOverloaded)
        {
            _changingSince = null;
            return false;
        }

        var now = time.GetTimestamp();
        _changingSince ??= now;
        if (time.GetElapsedTime(_changingSince.Value, now) < (isOverloaded ? options.RoomFor : options.FullFor))
        {
            return false;
        }

        (_lack, _changingSince) = (lack, null);
        return true;
    }
}
