using System.Text.Json;
using Sluice.Server.Api.Keys;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

/// <summary>What every store promises. One subclass per store.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IStore _store = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected IStore Store => _store;

    public virtual async ValueTask InitializeAsync()
    {
        _store = Open();
        await _store.InitializeAsync(Token);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another store over the same data, as another process would have it.</summary>
    private protected abstract IStore Open();

    /// <summary>A store over what is on stable storage now, as after a crash of every process.</summary>
    private protected abstract IStore OpenAfterCrash();

    private protected async Task<string> AddTenantAsync(string name = "acme", int maxStreams = 100)
    {
        await _store.CreateKeyAsync(Rows.Key(name) with { Tenant = Rows.Tenant(name) with { MaxStreams = maxStreams } }, Token);
        return name;
    }

    private protected async Task<StreamRow> SubmitAsync(StreamRow? stream = null)
    {
        stream ??= Rows.Stream();
        Assert.Equal(new SubmitResult(SubmitStatus.Accepted), await _store.SubmitAsync(stream, Token));
        return stream;
    }

    private protected async Task<StreamRow> FindAsync(string id)
    {
        var found = await _store.FindStreamAsync(id, Token);
        Assert.NotNull(found);
        return found;
    }

    private protected Task<CloseResult> CloseAsync(StreamRow stream) =>
        _store.CloseAsync(stream.Id, stream.Tenant, EndReason.ClosedByClient, Rows.Now.AddMinutes(1), Token);

    private protected Task<bool> EndAsync(StreamRow stream, params CallbackRow[] callbacks) => _store.EndAsync(
        Rows.Report(stream, callbacks), EndReason.SourceEnded, Rows.Now.AddMinutes(2), Token);

    private protected async Task<int> ActiveAsync(string tenant = "acme") =>
        (await _store.FindKeyAsync(Rows.AccessKeyOf(tenant), Token))!.Tenant.ActiveStreams;

    private protected async Task<string[]> DueAsync(DateTimeOffset? now = null, int limit = 100) =>
        [.. (await _store.ListDueAsync(now ?? Rows.Now, limit, [], Token)).Select(row => row.Id)];

    /// <summary>Compares by content: lists within the rows have no equality of their own.</summary>
    private protected static void AssertSame<T>(T expected, T actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));

    private protected async Task<KeyRow> FindKeyAsync(string accessKey)
    {
        var key = await _store.FindKeyAsync(accessKey, Token);
        Assert.NotNull(key);
        return key;
    }
}
