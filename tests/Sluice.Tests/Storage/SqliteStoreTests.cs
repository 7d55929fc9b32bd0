using Sluice.Server.Storage;

namespace Sluice.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly TestDatabase _database = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _database.Dispose();
    }

    private protected override IStore Open() => _database.Open();

    private protected override IStore OpenAfterCrash() => _database.OpenCopy();
}
