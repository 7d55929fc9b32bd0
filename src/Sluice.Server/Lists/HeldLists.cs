namespace Sluice.Server.Lists;

/// <summary>A tenant's lists in memory.</summary>
internal sealed class HeldLists
{
    private readonly Lazy<Task> _first;
    private TenantLists _lists = TenantLists.None;
    private long _version = -1;
    private long _usedAt;
    private int _busy;

    public HeldLists(Func<HeldLists, Task> read) => _first = new Lazy<Task>(() => read(this));

    /// <summary>Completes when they were read once, or could not be.</summary>
    public Task First => _first.Value;

    public TenantLists Lists
    {
        get
        {
            _ = First;
            return Volatile.Read(ref _lists);
        }
    }

    /// <summary>When somebody asked last, by the clock's timestamps.</summary>
    public long UsedAt
    {
        get => Volatile.Read(ref _usedAt);
        set => Volatile.Write(ref _usedAt, value);
    }

    /// <summary>And nobody reads them now.</summary>
    public bool IsOlderThan(long version) => First.IsCompleted && Volatile.Read(ref _version) != version && Volatile.Read(ref _busy) == 0;

    /// <summary>False: somebody reads them already.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    public void Take(long version, TenantLists lists)
    {
        Volatile.Write(ref _lists, lists);
        Volatile.Write(ref _version, version);
    }

    public void End() => Volatile.Write(ref _busy, 0);
}
