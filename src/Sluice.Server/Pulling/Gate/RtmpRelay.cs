using System.Net;
using System.Net.Sockets;

namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// A port of this machine behind which one RTMP server is, for as long as a lease is open. A child may connect more than
/// once: RTMP's own authentication begins anew.
/// </summary>
internal sealed class RtmpRelay
{
    private readonly GateLease _lease;
    private readonly RtmpRoute _route;
    private readonly Socket _listener;

    public RtmpRelay(GateLease lease, RtmpRoute route, Action<Exception> onTrouble)
    {
        _lease = lease;
        _route = route;
        _listener = GateListener.Open();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        lease.TryEnter();
        _ = RunAsync(onTrouble);
    }

    public int Port { get; }

    private async Task RunAsync(Action<Exception> onTrouble)
    {
        try
        {
            await GateListener.AcceptAsync(_listener, child => _ = ServeAsync(child), onTrouble, _lease.Closed);
        }
        finally
        {
            _lease.Leave();
        }
    }

    private async Task ServeAsync(Socket child)
    {
        using (child)
        {
            if (!_lease.TryEnter())
                return;

            try
            {
                using var closing = _lease.Closed.UnsafeRegister(static s => ((Socket)s!).Dispose(), child);
                var (source, _) = await _lease.ConnectAsync(_route.Host, _route.Port, _route.Tls);
                if (source is null)
                    return;

                await using (source)
                    await GatePump.RunAsync(_lease, child, source.Stream);
            }
            finally
            {
                _lease.Leave();
            }
        }
    }
}
