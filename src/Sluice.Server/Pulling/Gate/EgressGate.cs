using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Sluice.Server.Children;

namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// The only way from the children to the network: a proxy on the loopback address for HTTP, HTTPS and RTMP, with all that a
/// playlist or a redirect leads to. Every connection is resolved, checked, verified and made here, to the very address that was
/// checked.
/// </summary>
internal sealed partial class EgressGate : IDisposable
{
    // Connections that have not shown a credential yet.
    private const int MostUnknown = 512;

    private readonly ConcurrentDictionary<string, GateLease> _leases = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closed = new();
    private readonly GateCertificate _certificate;
    private readonly GateBeat _beat;
    private readonly SourceConnector _connector;
    private readonly PullMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<EgressGate> _logger;
    private int _unknown;

    public EgressGate(SourceConnector connector, ChildNetwork network, PullMetrics metrics, TimeProvider time, ILogger<EgressGate> logger)
    {
        Network = network;
        _connector = connector;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _certificate = new GateCertificate(time);
        _beat = new GateBeat(time);
        var listener = GateListener.Open(network);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _ = GateListener.AcceptAsync(listener, child => _ = ServeAsync(child), LogNotAccepted, time, _closed.Token);
    }

    /// <summary>Where children are, which reach nothing but this gate when the network is their own.</summary>
    public ChildNetwork Network { get; }

    /// <summary>Where the proxy listens in that network.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Opens the way for one pull, to be closed by the caller.</summary>
    /// <param name="stream">For logs.</param>
    /// <param name="url">What is pulled.</param>
    /// <param name="kind">How it is reached.</param>
    public GateLease Open(string stream, string url, SourceKind kind)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var proxy = string.Create(CultureInfo.InvariantCulture, $"http://pull:{password}@{EndPoint}");
        var credential = Convert.ToBase64String(Encoding.ASCII.GetBytes($"pull:{password}"));

        var lease = new GateLease(url, kind, proxy, _connector, _metrics, _beat);
        _leases[credential] = lease;
        lease.Closed.UnsafeRegister(_ => _leases.TryRemove(credential, out var _), null);
        lease.Refused.UnsafeRegister(_ => LogRefused(stream, lease.Refusal!), null);
        return lease;
    }

    /// <summary>Stops listening. Leases are their pulls' to close.</summary>
    public void Dispose()
    {
        _closed.Cancel();
        _certificate.Dispose();
        _beat.Dispose();
    }

    private async Task ServeAsync(Socket child)
    {
        if (Interlocked.Increment(ref _unknown) > MostUnknown)
        {
            Interlocked.Decrement(ref _unknown);
            child.Dispose();
            return;
        }

        var known = 0;
        await new ProxyConnection(new GateChild(child), Find, _certificate.Options, _time).ServeAsync();
        BecomeKnown();

        GateLease? Find(string? credential)
        {
            if (credential is null || !_leases.TryGetValue(credential, out var lease))
                return null;
            BecomeKnown();
            return lease;
        }

        void BecomeKnown()
        {
            if (Interlocked.Exchange(ref known, 1) == 0)
                Interlocked.Decrement(ref _unknown);
        }
    }
}
