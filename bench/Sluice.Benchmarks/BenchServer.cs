using Microsoft.Extensions.DependencyInjection;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Callbacks;
using Sluice.Server.Hosting;
using Sluice.Server.Storage;

namespace Sluice.Benchmarks;

/// <summary>A real server in this process, on its own data folder under the temporary folder.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly DirectoryInfo _data;
    private readonly SluiceServer _server;

    private BenchServer(DirectoryInfo data, SluiceServer server) => (_data, _server) = (data, server);

    public Uri Url => _server.Url;

    /// <summary>Tells the dispatcher of callbacks that were written past the sessions.</summary>
    public CallbackSignal Callbacks => _server.Services.GetRequiredService<CallbackSignal>();

    public IStore Store => _server.Services.GetRequiredService<IStore>();

    public static async Task<BenchServer> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("sluice-bench-");
        var settings = new Dictionary<string, string?>
        {
            ["Sluice:Egress:Allow:0"] = "127.0.0.0/8",
            ["Sluice:Egress:Ports:0"] = "1-65535",
            ["Logging:LogLevel:Default"] = "Error",
        };
        return new BenchServer(
            data, await SluiceServer.StartAsync(new ServerSetup("http://127.0.0.1:0", data.FullName, settings), CancellationToken.None));
    }

    public Task<KeyRow> CreateKeyAsync() => Store.CreateKeyAsync(
        new KeyRow
        {
            AccessKey = KeyGenerator.AccessKey(),
            Permissions = KeyPermissions.All,
            CreatedAt = TimeProvider.System.GetUtcNow(),
            Tenant = new TenantRow
            {
                Name = "bench",
                Applications = ["default"],
                MaxQps = 10_000_000,
                MaxStreams = 10_000_000,
                Language = MessageLanguage.English,
                SecretKey = KeyGenerator.SecretKey(),
                CallbackSecrets = [KeyGenerator.CallbackSecret()],
            },
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
