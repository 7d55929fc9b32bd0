using System.Net.Security;
using System.Net.Sockets;

namespace Sluice.Server.Pulling.Gate;

/// <summary>The child's side of a connection through the gate. Its owner is one <see cref="ProxyConnection"/>.</summary>
internal sealed class GateChild(Socket socket) : IDisposable
{
    private SslStream? _secured;

    /// <summary>What is read from and written to the child: inside TLS once that began.</summary>
    public Stream Stream { get; private set; } = new NetworkStream(socket, ownsSocket: false);

    /// <summary>The child begins TLS, and what follows is inside it.</summary>
    public async Task SecureAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        _secured = new SslStream(Stream);
        Stream = _secured;
        await _secured.AuthenticateAsServerAsync(options, cancellationToken);
    }

    /// <summary>Nothing more comes: the child sees an orderly end after all that was written.</summary>
    public async Task EndAsync()
    {
        if (_secured is not null)
            await _secured.ShutdownAsync();
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>The child sees a broken connection.</summary>
    public void Abort()
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    /// <summary>Any thread, any number of times: what reads or writes fails at once.</summary>
    public void Close() => socket.Dispose();

    public void Dispose()
    {
        socket.Dispose();
        Stream.Dispose();
    }
}
