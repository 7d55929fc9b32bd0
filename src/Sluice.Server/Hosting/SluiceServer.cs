using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Hosting;

/// <summary>A server in this process.</summary>
internal sealed class SluiceServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ServerLock _lock;

    private SluiceServer(WebApplication application, ServerLock serverLock)
    {
        _application = application;
        _lock = serverLock;
    }

    /// <summary>The first address it listens on, its port resolved.</summary>
    public Uri Url => Services.GetRequiredService<PublicUrl>().Served;

    public IServiceProvider Services => _application.Services;

    /// <summary>Completes when the server has ended.</summary>
    public Task Stopped { get; private set; } = Task.CompletedTask;

    /// <summary>Starts a server; returns when it accepts calls.</summary>
    /// <exception cref="OptionsValidationException">Its configuration is not valid; holds every error.</exception>
    /// <exception cref="IOException">An address is in use, or the data folder cannot be used.</exception>
    public static async Task<SluiceServer> StartAsync(ServerSetup setup, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(setup.DataFolder);
        var serverLock = ServerLock.Take(setup.DataFolder);
        var application = default(WebApplication);
        try
        {
            application = ServerBuilder.Build(setup);
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            if (application is not null)
                await application.DisposeAsync();
            serverLock.Dispose();
            throw;
        }

        return new SluiceServer(application, serverLock) { Stopped = application.WaitForShutdownAsync(CancellationToken.None) };
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _lock.Dispose();
    }
}
