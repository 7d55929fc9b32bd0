using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Server.Evidence;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Evidence;

/// <summary>A host that has this room alone, on a data folder and a port of its own.</summary>
internal sealed class EvidenceBench : IAsyncDisposable
{
    private readonly TestDatabase _database = new();
    private readonly WebApplication _app;

    public EvidenceBench(params (string Key, string Value)[] settings)
    {
        Rows = _database.Open();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Sluice:Evidence:{s.Key}", (string?)s.Value)));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IStore>(Rows);
        builder.Services.AddEvidence(Data, _ => PublicUrl ?? new Uri(_app!.Urls.First()));
        _app = builder.Build();
        EvidenceEndpoint.Map(_app);
        Store = _app.Services.GetRequiredService<EvidenceStore>();
        Leftovers = _app.Services.GetRequiredService<EvidenceLeftovers>();
        Urls = _app.Services.GetRequiredService<EvidenceUrls>();
        Retention = _app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<EvidenceRetention>().Single();
    }

    public string Data { get; } = Directory.CreateTempSubdirectory("sluice-evidence-").FullName;

    public JumpingTime Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 23, 59, 0, TimeSpan.Zero));

    public LogWatch Log { get; } = new();

    public Uri? PublicUrl { get; set; }

    /// <summary>The store of streams.</summary>
    public SqliteStore Rows { get; }

    public EvidenceStore Store { get; }

    public EvidenceLeftovers Leftovers { get; }

    public EvidenceUrls Urls { get; }

    public EvidenceRetention Retention { get; }

    public HttpClient Client { get; } = new();

    public async Task StartAsync()
    {
        await Rows.InitializeAsync(TestContext.Current.CancellationToken);
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A stream that the store knows. Returns its id.</summary>
    public async Task<string> SubmitAsync()
    {
        await Rows.InitializeAsync(TestContext.Current.CancellationToken);
        await Rows.CreateKeyAsync(Storage.Rows.Key("acme"), TestContext.Current.CancellationToken);
        var stream = Storage.Rows.Stream();
        await Rows.SubmitAsync(stream, TestContext.Current.CancellationToken);
        return stream.Id;
    }

    /// <summary>Puts a file into the data folder that was written before this run.</summary>
    public string Leave(string path, int length)
    {
        var file = Path.Combine(Data, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, new byte[length]);
        File.SetLastWriteTimeUtc(file, Clock.GetUtcNow().UtcDateTime.AddDays(-2));
        return file;
    }

    public Task<string> SaveAsync(string name, int length, string stream = "0123abcd") =>
        Store.SaveAsync(stream, name, new byte[length], "image/jpeg", TestContext.Current.CancellationToken);

    public bool Has(string key) => File.Exists(Path.Combine(Data, "evidence", key));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        var sweeps = Retention.ExecuteTask;
        await _app.DisposeAsync();
        if (sweeps is not null)
            await sweeps;
        _database.Dispose();
        Directory.Delete(Data, recursive: true);
    }
}
