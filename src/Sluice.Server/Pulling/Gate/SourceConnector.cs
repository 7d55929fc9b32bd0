using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Sluice.Server.Egress;

namespace Sluice.Server.Pulling.Gate;

/// <summary>Connects to sources: to addresses that were checked only, with TLS where it is wanted.</summary>
internal sealed class SourceConnector
{
    private readonly EgressConnector _connector;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly X509ChainPolicy? _trust;

    public SourceConnector(EgressConnector connector, IOptions<PullOptions> options, TimeProvider time)
        : this(connector, options, time, trust: null)
    {
    }

    /// <param name="connector">Resolves, checks and connects.</param>
    /// <param name="options">Its StallTimeout is how long a connection may take, TLS included.</param>
    /// <param name="time">The clock.</param>
    /// <param name="trust">Which certificates are trusted; null: those that the operating system trusts.</param>
    internal SourceConnector(EgressConnector connector, IOptions<PullOptions> options, TimeProvider time, X509ChainPolicy? trust)
    {
        _connector = connector;
        _time = time;
        _patience = options.Value.StallTimeout;
        _trust = trust;
    }

    /// <summary>A connection, or why there is none. When <paramref name="closed"/> is cancelled the socket closes at once.</summary>
    public async Task<(GateSource? Source, GateFailure? Failure)> ConnectAsync(string host, int port, bool tls, CancellationToken closed)
    {
        using var patience = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, closed);
        Socket? socket = null;
        try
        {
            socket = await _connector.ConnectAsync(host, port, either.Token);
            var stream = new NetworkStream(socket, ownsSocket: true);
            var secured = tls ? await SecureAsync(stream, host, either.Token) : stream;
            return (new GateSource(secured, closed.UnsafeRegister(static s => ((Socket)s!).Dispose(), socket)), null);
        }
        catch (Exception e) when (e is EgressException or SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            socket?.Dispose();
            return (null, GateFailure.Of(e));
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream stream, string host, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        var options = new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = _trust };
        await secured.AuthenticateAsClientAsync(options, cancellationToken);
        return secured;
    }
}
