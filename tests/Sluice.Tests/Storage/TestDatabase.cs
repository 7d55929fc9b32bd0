using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;

namespace Sluice.Tests.Storage;

/// <summary>A database file in a folder of its own, which is deleted at the end.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public TestDatabase() => Metrics = new StoreMetrics(_services.GetRequiredService<IMeterFactory>());

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-store-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "data", "sluice.db");

    public StoreMetrics Metrics { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public FakeTimeProvider Time { get; } = new(Rows.Now);

    public SqliteStore Open(SqliteLimits? limits = null) => OpenAt(Path, limits);

    /// <summary>A store over a copy of what was written: what a crash would leave.</summary>
    public SqliteStore OpenCopy()
    {
        var copy = System.IO.Path.Combine(Folder, "copy");
        Directory.CreateDirectory(copy);
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(Path + suffix, System.IO.Path.Combine(copy, "sluice.db" + suffix));
        return OpenAt(System.IO.Path.Combine(copy, "sluice.db"), null);
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private SqliteStore OpenAt(string path, SqliteLimits? limits) =>
        new(path, Time, Metrics, NullLogger<SqliteStore>.Instance, limits);
}
