using Microsoft.Extensions.Hosting;
using Sluice.Server.Storage;

namespace Sluice.Server.Hosting;

/// <summary>Brings the store's schema up to this version before anything else begins.</summary>
internal sealed class StoreStarter(IStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.InitializeAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
