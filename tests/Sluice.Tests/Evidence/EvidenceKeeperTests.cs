using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Evidence;

namespace Sluice.Tests.Evidence;

public sealed class EvidenceKeeperTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sluice-keeper-");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_fails_costs_the_link_and_is_logged_once_a_minute()
    {
        using var log = new LogWatch();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        var folder = new EvidenceFolder(_data.FullName);
        var meters = _services.GetRequiredService<IMeterFactory>();
        var keeper = new EvidenceKeeper(
            new EvidenceStore(folder, new EvidenceMetrics(meters), _time),
            new EvidenceUrls(new EvidenceKey(folder), () => new Uri("http://sluice.example"), Options.Create(new EvidenceOptions()), _time),
            _time,
            loggers.CreateLogger<EvidenceKeeper>());
        Assert.NotNull(await KeepAsync(keeper, 0));

        // Where its files go there is a file.
        Directory.Delete(folder.Unfinished, recursive: true);
        await File.WriteAllTextAsync(folder.Unfinished, "", Token);
        for (var sequence = 1; sequence < 5; sequence++)
        {
            Assert.Null(await KeepAsync(keeper, sequence));
        }

        Assert.Equal(1, log.Errors);
        File.Delete(folder.Unfinished);
        Assert.NotNull(await KeepAsync(keeper, 5));
    }

    public void Dispose()
    {
        _services.Dispose();
        _data.Delete(recursive: true);
    }

    private static Task<string?> KeepAsync(EvidenceKeeper keeper, long sequence) =>
        keeper.KeepFrameAsync("9f1c2a7be05d4e31a6c8d0f3b2a49e57", sequence, new byte[] { 1, 2, 3 }, Token);
}
