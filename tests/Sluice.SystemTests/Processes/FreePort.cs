using System.Net;
using System.Net.Sockets;

namespace Sluice.SystemTests.Processes;

/// <summary>For programs that cannot say which port they took.</summary>
internal static class FreePort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
