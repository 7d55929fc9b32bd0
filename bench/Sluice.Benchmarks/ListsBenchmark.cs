using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Detection;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;
using Sluice.Server.Verdicts;

namespace Sluice.Benchmarks;

/// <summary>What it takes to read, store and put into force a list of 100,000 entries of each kind, and to judge a frame by it.</summary>
internal static class ListsBenchmark
{
    private const string Tenant = "acme";
    private const int Frames = 2000;

    private static readonly FrameWants Wants = new(["ADVERT", "IMGTEXTRISK"], []);

    public static async Task RunAsync()
    {
        Console.WriteLine($"lists: {ListLimits.Entries} entries each");
        foreach (var kind in Enum.GetValues<ListKind>())
        {
            await RunAsync(kind);
        }
    }

    private static async Task RunAsync(ListKind kind)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-lists-");
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        try
        {
            await using var store = new SqliteStore(
                Path.Combine(folder.FullName, "sluice.db"),
                TimeProvider.System,
                new StoreMetrics(services.GetRequiredService<IMeterFactory>()),
                NullLogger<SqliteStore>.Instance);
            await store.InitializeAsync(CancellationToken.None);
            await AddTenantAsync(store);
            await MeasureAsync(kind, store);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(ListKind kind, SqliteStore store)
    {
        using var keeper = new ListKeeper(store, TimeProvider.System, NullLogger<ListKeeper>.Instance);
        await keeper.ReadyAsync(Tenant, CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await store.CreateListAsync(
            new ListRow { Tenant = Tenant, Name = "list", Settings = new ListSettings { Kind = kind, Colour = ListColour.Black }, CreatedAt = now, ChangedAt = now },
            CancellationToken.None);
        var text = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, ListLimits.Entries).Select(i => Entry(kind, i))));

        var began = Stopwatch.GetTimestamp();
        var entries = ListReader.Read(kind, ListFormat.Text, text).Entries;
        var read = Stopwatch.GetElapsedTime(began);
        await store.AddEntriesAsync(Tenant, "list", entries, now, CancellationToken.None);
        var stored = Stopwatch.GetElapsedTime(began) - read;

        var (memory, before) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.GetTimestamp());
        await keeper.LookAsync(CancellationToken.None);
        var ready = Stopwatch.GetElapsedTime(before);
        memory = GC.GetTotalMemory(forceFullCollection: true) - memory;

        var meaning = new FrameMeaning(new TextMatcher(keeper), keeper);
        Judge(meaning);
        before = Stopwatch.GetTimestamp();
        Judge(meaning);
        var frame = Stopwatch.GetElapsedTime(before) / Frames;
        Console.WriteLine(
            $"  {ListNames.Kinds[(int)kind],-6}  read {read.TotalSeconds:0.00} s, stored {stored.TotalSeconds:0.00} s, ready {ready.TotalSeconds:0.00} s later, "
            + $"{memory / 1e6:0} MB; a frame {frame.TotalMicroseconds:0} µs");
    }

    private static void Judge(FrameMeaning meaning)
    {
        IReadOnlyList<Finding> findings =
        [
            .. Enumerable.Range(0, 10).Select(i => new Finding("text", FindingKinds.Text, 0.9) { Content = $"今晚八点直播间见面 line {i} of what is on screen" }),
            new Finding("codes", "qrcode", 1) { Content = "https://shop.example/join?room=42" },
            new Finding("faces", FindingKinds.KnownFace, 0.9) { Name = "Nobody" },
        ];
        for (var i = 0; i < Frames; i++)
        {
            meaning.Judge(Policy.BuiltIn, Tenant, Wants, new JudgedFrame(findings, 0x0123456789abcdef));
        }
    }

    private static string Entry(ListKind kind, int number) => kind switch
    {
        ListKind.Words => $"违禁词{number}",
        ListKind.Hosts => $"host{number}.example",
        ListKind.Images => ListEntry.OfHash(((ulong)number * 0x9E3779B97F4A7C15) | 0xff00ff),
        _ => $"Person {number}",
    };

    private static Task<KeyRow> AddTenantAsync(SqliteStore store) => store.CreateKeyAsync(
        new KeyRow
        {
            AccessKey = KeyGenerator.AccessKey(),
            Permissions = KeyPermissions.All,
            CreatedAt = TimeProvider.System.GetUtcNow(),
            Tenant = new TenantRow
            {
                Name = Tenant,
                Applications = ["default"],
                MaxQps = 100,
                MaxStreams = 100,
                Language = MessageLanguage.English,
                SecretKey = KeyGenerator.SecretKey(),
                CallbackSecrets = [KeyGenerator.CallbackSecret()],
            },
        },
        CancellationToken.None);
}
