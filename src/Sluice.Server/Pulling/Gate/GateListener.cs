using System.Net;
using System.Net.Sockets;
using Sluice.Server.Children;

namespace Sluice.Server.Pulling.Gate;

/// <summary>Ports of the loopback address, for children of this process.</summary>
internal static class GateListener
{
    private const int Backlog = 512;

    // What one loopback connection may hold that the child has not read: a child that pauses makes its source pause.
    private const int SendBuffer = 128 * 1024;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    /// <summary>Listens at a port that the system chooses.</summary>
    /// <param name="network">Whose loopback address.</param>
    public static Socket Open(ChildNetwork network)
    {
        var socket = network.NewSocket();
        try
        {
            socket.SendBufferSize = SendBuffer;
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Accepts until it is closed, then releases the port. A system that is out of descriptors is waited for.</summary>
    public static async Task AcceptAsync(Socket listener, Action<Socket> serve, Action<Exception> onTrouble, TimeProvider time, CancellationToken closed)
    {
        using var closing = closed.UnsafeRegister(static s => ((Socket)s!).Dispose(), listener);
        using (listener)
        {
            while (!closed.IsCancellationRequested)
            {
                try
                {
                    var child = await listener.AcceptAsync(closed);
                    child.NoDelay = true;
                    serve(child);
                }
                catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
                {
                    return;
                }
                catch (SocketException e)
                {
                    if (closed.IsCancellationRequested)
                        return;
                    onTrouble(e);
                    await Task.Delay(Breath, time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }
}
