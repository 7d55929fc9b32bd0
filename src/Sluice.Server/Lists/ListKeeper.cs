using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Server.Storage;

namespace Sluice.Server.Lists;

/// <summary>
/// Keeps the lists of tenants whose streams run ready to be looked up. They are read in the background when the first of a tenant's frames
/// comes, and again when the store tells of another version, whoever changed it; those before stay in force until then. What nobody
/// has asked for in a while is dropped.
/// </summary>
internal sealed partial class ListKeeper(IStore store, TimeProvider time, ILogger<ListKeeper> logger) : BackgroundService, ITenantLists
{
    /// <summary>A change is in force after a look, and the time that making its lists ready takes.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>More than the longest pause between frames of a stream.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    /// <summary>Tenants whose lists are made ready at the same time: each takes a processor.</summary>
    private const int MostAtOnce = 2;

    private readonly ConcurrentDictionary<string, HeldLists> _held = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private readonly LogThrottle _failures = new(time);

    public TenantLists Of(string tenant) => Hold(tenant).Lists;

    public async Task ReadyAsync(string tenant, CancellationToken cancellationToken) => await Hold(tenant).First.WaitAsync(cancellationToken);

    /// <summary>Asks the store what changed, and makes that ready.</summary>
    public async Task LookAsync(CancellationToken cancellationToken) => await Task.WhenAll(await BeginAsync(cancellationToken));

    public override void Dispose()
    {
        _room.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await BeginSafelyAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private HeldLists Hold(string tenant)
    {
        if (!_held.TryGetValue(tenant, out var held))
        {
            held = _held.GetOrAdd(tenant, tenant => new HeldLists(each => ReadAsync(tenant, each)) { UsedAt = time.GetTimestamp() });
        }

        held.UsedAt = time.GetTimestamp();
        return held;
    }

    // What is begun is not waited for: lists that take long hold up no other tenant's.
    private async Task BeginSafelyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeginAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            OnFailed(failure);
        }
    }

    private async Task<IReadOnlyList<Task>> BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var (tenant, held) in _held.Where(each => time.GetElapsedTime(each.Value.UsedAt) > KeepFor))
        {
            _held.TryRemove(new KeyValuePair<string, HeldLists>(tenant, held));
        }

        if (_held.IsEmpty)
        {
            return [];
        }

        var versions = await store.ListVersionsAsync(cancellationToken);
        return [.. _held.Where(each => each.Value.IsOlderThan(versions.GetValueOrDefault(each.Key))).Select(each => ReadAsync(each.Key, each.Value))];
    }

    /// <summary>Never fails: what is in force stays.</summary>
    private async Task ReadAsync(string tenant, HeldLists held)
    {
        if (!held.TryBegin())
        {
            return;
        }

        try
        {
            await _room.WaitAsync();
            try
            {
                var contents = await Task.Run(async () => await store.ReadListsAsync(tenant, CancellationToken.None));
                var lists = await Task.Run(() => TenantLists.Of(contents.Lists));
                held.Take(contents.Version, lists);
                if (contents.Version > 0)
                {
                    var entries = contents.Lists.Sum(each => each.Entries.Count);
                    LogInForce(tenant, contents.Version, contents.Lists.Count, entries);
                }
            }
            finally
            {
                _room.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            OnFailed(failure);
        }
        finally
        {
            held.End();
        }
    }

    private void OnFailed(Exception failure)
    {
        if (_failures.TryPass(out var held))
        {
            LogFailed(failure, held);
        }
    }

    [LoggerMessage(EventName = "ListsInForce", Level = LogLevel.Information, Message = "Lists of {Tenant} are in force: version {Version}, {Lists} lists, {Entries} entries")]
    private partial void LogInForce(string tenant, long version, int lists, int entries);

    [LoggerMessage(EventName = "ListsFailed", Level = LogLevel.Error, Message = "Lists could not be read, those before stay in force; {Held} earlier failures were not logged")]
    private partial void LogFailed(Exception exception, int held);
}
