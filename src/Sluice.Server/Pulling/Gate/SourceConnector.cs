using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;
using Sluice.Server.Egress;

namespace Sluice.Server.Pulling.Gate;

/// <summary>Connects to sources: to addresses that were checked only, and where TLS is wanted to servers that were verified only.</summary>
internal sealed class SourceConnector(EgressConnector connector, SourceTrust trust, IOptions<PullOptions> options, TimeProvider time)
{
    private readonly TimeSpan _patience = options.Value.StallTimeout;

    /// <summary>
    /// A connection, or why there is none, within <see cref="PullOptions.StallTimeout"/>. When <paramref name="closed"/> is
    /// cancelled the socket closes at once.
    /// </summary>
    public async Task<(GateSource? Source, GateFailure? Failure)> ConnectAsync(GateTarget target, CancellationToken closed)
    {
        using var patience = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, closed);
        Socket? socket = null;
        string? problem = null;
        try
        {
            socket = await connector.ConnectToSourceAsync(target.Scheme, target.Host, target.Port, either.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (target.IsSecure)
                stream = await SecureAsync(stream, target.Host, found => problem = found, either.Token);
            return (new GateSource(socket, stream, closed.UnsafeRegister(static s => ((Socket)s!).Dispose(), socket)), null);
        }
        catch (Exception e) when (e is EgressException or SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            socket?.Dispose();
            return (null, problem is null ? GateFailure.Of(e) : GateFailure.Untrusted(problem));
        }
    }

    private async Task<SslStream> SecureAsync(Stream stream, string host, Action<string?> onVerified, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                AllowRenegotiation = false,
                CertificateChainPolicy = CertificateRules.Create(),
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    var problem = trust.ProblemOf(certificate, chain, errors);
                    onVerified(problem);
                    return problem is null;
                },
            },
            cancellationToken);
        return secured;
    }
}
