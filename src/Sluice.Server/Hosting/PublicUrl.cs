using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Hosting;

/// <summary>Where this server is reached from outside.</summary>
internal sealed class PublicUrl(IServer server, IOptions<ServerOptions> options)
{
    /// <summary>The first address served, its port resolved. Known once the server has started.</summary>
    public Uri Served => new(
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("the server serves no address yet"));

    /// <summary>What links in callbacks begin with.</summary>
    public Uri Value => options.Value.PublicUrl ?? Served;
}
